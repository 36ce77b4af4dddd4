package io.weir.core.room;

import io.weir.core.control.Event;
import io.weir.core.control.SlotReason;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings the slots of one share of a room to what {@link SlotAssigner} wants, and tells signaling.
 * Worker thread only.
 */
final class SlotDirector {
  private final String room;
  private final Collection<Participant> participants;
  private final Map<Integer, Track> tracks;
  private final SpeakerDetector speakers;
  private final Consumer<Event> events;
  private final LongConsumer deadlines;
  private @Nullable SlotReason staleReason;

  /**
   * A director that reads what the room changes.
   *
   * @param deadlines hears when a slot's key frame is to be asked for
   */
  SlotDirector(
      String room,
      Collection<Participant> participants,
      Map<Integer, Track> tracks,
      SpeakerDetector speakers,
      Consumer<Event> events,
      LongConsumer deadlines) {
    this.room = room;
    this.participants = participants;
    this.tracks = tracks;
    this.speakers = speakers;
    this.events = events;
    this.deadlines = deadlines;
  }

  /** Something changed that slots depend on. */
  void makeStale(SlotReason reason) {
    staleReason = reason;
  }

  /** Assigns everybody's slots anew after such a change; false when there was none. */
  boolean assignIfStale(long nowNs) {
    SlotReason reason = staleReason;
    if (reason == null) {
      return false;
    }
    staleReason = null;
    Ranking ranking = ranking();
    for (Participant participant : participants) {
      assign(participant, ranking, reason, nowNs);
    }
    return true;
  }

  /** Assigns the slots of one who wants to see something else. */
  void assign(Participant participant, SlotReason cause, long nowNs) {
    assign(participant, ranking(), cause, nowNs);
  }

  private Ranking ranking() {
    return new Ranking(tracks.values(), speakers.speakers());
  }

  private void assign(Participant participant, Ranking ranking, SlotReason cause, long nowNs) {
    Map<Slot, SlotAssigner.Choice> plan =
        SlotAssigner.assign(participant.id(), participant.slots(), tracks, ranking, cause);
    for (Slot slot : participant.slots()) {
      SlotAssigner.Choice choice = plan.get(slot);
      if (choice != null && (slot.isNews(choice.reason()) || choice.track() != slot.track())) {
        show(participant, slot, choice, nowNs);
      }
    }
  }

  private void show(Participant participant, Slot slot, SlotAssigner.Choice choice, long nowNs) {
    Track next = choice.track();
    Event.Binding binding =
        next == null
            ? null
            : new Event.Binding(next.handle().number(), next.handle().participant());
    events.accept(
        new Event.SlotChanged(room, participant.id(), slot.mid(), binding, choice.reason()));
    slot.show(next, nowNs);
    deadlines.accept(slot.nextDeadlineNs());
  }
}
