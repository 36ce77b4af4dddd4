package io.weir.core.room;

import io.weir.core.control.MediaKind;
import io.weir.core.control.SlotReason;
import io.weir.core.control.SlotView.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which track each slot of one subscriber shows. Pure: gives the plan, binds nothing.
 *
 * <p>Slots with a wish get it. The automatic ones share the best of the remaining tracks, and a
 * track that stays among the best keeps its slot, so that tiles do not jump. A speaker's audio goes
 * to the slot paired with the video slot that shows them, because browsers play those in sync.
 */
final class SlotAssigner {
  /** What a slot shall show, and why it does if that is a change. */
  record Choice(@Nullable Track track, SlotReason reason) {}

  private final long subscriber;
  private final Map<Integer, Track> tracks;
  private final Ranking ranking;
  private final Map<Slot, Choice> plan = new HashMap<>();

  private SlotAssigner(long subscriber, Map<Integer, Track> tracks, Ranking ranking) {
    this.subscriber = subscriber;
    this.tracks = tracks;
    this.ranking = ranking;
  }

  /**
   * The plan for all slots of a subscriber.
   *
   * @param subscriber nobody is shown their own tracks
   * @param slots all of the subscriber's slots
   * @param tracks the room's tracks by number
   * @param ranking of the same tracks
   * @param cause why a track that a slot showed may be gone
   */
  static Map<Slot, Choice> assign(
      long subscriber,
      Collection<Slot> slots,
      Map<Integer, Track> tracks,
      Ranking ranking,
      SlotReason cause) {
    SlotAssigner assigner = new SlotAssigner(subscriber, tracks, ranking);
    assigner.grantWishes(slots, cause);
    assigner.fillAutomatic(slots, MediaKind.VIDEO, cause);
    assigner.fillAutomatic(slots, MediaKind.AUDIO, cause);
    assigner.pairAudioWithVideo(slots);
    return assigner.plan;
  }

  private void grantWishes(Collection<Slot> slots, SlotReason cause) {
    for (Slot slot : slots) {
      switch (slot.target()) {
        case Target.Automatic automatic -> {}
        case Target.Empty empty -> plan.put(slot, new Choice(null, SlotReason.VIEW));
        case Target.Track wish -> plan.put(slot, choose(slot, wish.track(), cause));
      }
    }
  }

  private Choice choose(Slot slot, int number, SlotReason cause) {
    Track track = tracks.get(number);
    if (track == null || isOwn(track)) {
      return new Choice(null, slot.track() == null ? SlotReason.VIEW : cause);
    }
    return slot.canShow(track)
        ? new Choice(track, SlotReason.VIEW)
        : new Choice(null, SlotReason.CODEC);
  }

  private void fillAutomatic(Collection<Slot> slots, MediaKind kind, SlotReason cause) {
    List<Slot> open = new ArrayList<>();
    for (Slot slot : slots) {
      if (slot.kind() == kind && !plan.containsKey(slot)) {
        open.add(slot);
      }
    }
    if (open.isEmpty()) {
      return;
    }
    List<Track> best = best(kind, open);
    List<Slot> changing = new ArrayList<>();
    for (Slot slot : open) {
      Track shown = slot.track();
      if (shown != null && best.remove(shown)) {
        plan.put(slot, new Choice(shown, SlotReason.AUTOMATIC));
      } else {
        changing.add(slot);
      }
    }
    for (Slot slot : changing) {
      if (best.isEmpty()) {
        plan.put(slot, new Choice(null, missesSomebody(slot) ? SlotReason.CODEC : cause));
      } else {
        plan.put(slot, new Choice(best.removeFirst(), SlotReason.AUTOMATIC));
      }
    }
  }

  private List<Track> best(MediaKind kind, List<Slot> open) {
    Set<Track> taken = new HashSet<>();
    plan.values().forEach(choice -> taken.add(choice.track()));
    List<Track> best = new ArrayList<>();
    for (Track track : ranking.of(kind)) {
      if (best.size() == open.size()) {
        break;
      }
      if (!isOwn(track) && !taken.contains(track) && open.getFirst().canShow(track)) {
        best.add(track);
      }
    }
    return best;
  }

  /** Whether a slot stays empty although there is somebody whom it cannot decode. */
  private boolean missesSomebody(Slot slot) {
    return ranking.of(slot.kind()).stream()
        .anyMatch(track -> !isOwn(track) && !slot.canShow(track));
  }

  private boolean isOwn(Track track) {
    return track.handle().participant() == subscriber;
  }

  private void pairAudioWithVideo(Collection<Slot> slots) {
    Map<Integer, Long> seen = new HashMap<>();
    for (Slot slot : slots) {
      Track shown = slot.kind() == MediaKind.VIDEO ? trackOf(slot) : null;
      if (shown != null) {
        seen.put(slot.index(), shown.handle().participant());
      }
    }
    for (Slot audio : slots) {
      Long wanted = seen.get(audio.index());
      Slot partner =
          wanted == null || !isUnpaired(audio, seen) ? null : unpairedOf(wanted, slots, seen);
      if (partner != null) {
        Choice moving = plan.get(partner);
        plan.put(partner, new Choice(trackOf(audio), SlotReason.AUTOMATIC));
        plan.put(audio, moving);
      }
    }
  }

  /** The automatic audio slot with somebody's audio, unless it is beside their video already. */
  private @Nullable Slot unpairedOf(
      long participant, Collection<Slot> slots, Map<Integer, Long> seen) {
    for (Slot slot : slots) {
      Track heard = isUnpaired(slot, seen) ? trackOf(slot) : null;
      if (heard != null && heard.handle().participant() == participant) {
        return slot;
      }
    }
    return null;
  }

  private boolean isUnpaired(Slot slot, Map<Integer, Long> seen) {
    Track heard = trackOf(slot);
    Long beside = seen.get(slot.index());
    return isAutomaticAudio(slot)
        && (heard == null || beside == null || heard.handle().participant() != beside);
  }

  private static boolean isAutomaticAudio(Slot slot) {
    return slot.kind() == MediaKind.AUDIO && slot.target() instanceof Target.Automatic;
  }

  private @Nullable Track trackOf(Slot slot) {
    Choice choice = plan.get(slot);
    return choice == null ? null : choice.track();
  }
}
