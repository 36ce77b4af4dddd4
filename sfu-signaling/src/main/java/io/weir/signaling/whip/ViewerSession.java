package io.weir.signaling.whip;

import io.weir.core.control.Command;
import io.weir.core.control.MediaKind;
import io.weir.core.control.SlotParameters;
import io.weir.core.control.SlotView;
import io.weir.signaling.message.ServerMessage;
import io.weir.signaling.session.MediaPlane;
import io.weir.signaling.session.Participant;
import io.weir.signaling.session.Room;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A WHEP session: shows the participant asked for; without one, the room's presenter, and while
 * there is none, the active speaker. Follows whoever comes, goes, publishes and stops. Signaling's
 * event loop only.
 */
final class ViewerSession extends HttpSession {

  private final MediaPlane media;
  private final @Nullable String wanted;
  private List<SlotView> shown = List.of();

  /** A session that shows the participant of this id or identity, or whoever presents. */
  ViewerSession(
      HttpSessions sessions,
      MediaPlane media,
      Duration grace,
      long nowNs,
      @Nullable String wanted) {
    super(sessions, grace, nowNs);
    this.media = media;
    this.wanted = wanted;
  }

  @Override
  public void onEvent(ServerMessage.Event event) {
    if (event instanceof ServerMessage.TrackPublished
        || event instanceof ServerMessage.TrackUnpublished
        || event instanceof ServerMessage.ParticipantLeft) {
      updateView();
    }
  }

  /** Tells the media plane what to show, if that has changed. */
  void updateView() {
    Participant self = participant();
    events().setActive(isActive(self.room()));
    List<SlotView> views = views(self);
    if (!views.equals(shown)) {
      shown = views;
      media.submit(new Command.View(self.room().name(), self.number(), views));
    }
  }

  /** Whether somebody publishes what this session shows. */
  private boolean isActive(Room room) {
    if (wanted == null) {
      return room.participants().stream().anyMatch(Participant::publishes);
    }
    Participant source = room.findByIdOrIdentity(wanted);
    return source != null && source.publishes();
  }

  private List<SlotView> views(Participant self) {
    Room room = self.room();
    Participant source = wanted == null ? room.presenter() : room.findByIdOrIdentity(wanted);
    boolean automatic = wanted == null && (source == null || !source.publishes());
    Map<MediaKind, Integer> next = new EnumMap<>(MediaKind.class);
    List<SlotView> views = new ArrayList<>();
    for (SlotParameters slot : self.slots()) {
      MediaKind kind = slot.rtp().kind();
      int index = next.merge(kind, 1, Integer::sum) - 1;
      SlotView.Target target =
          automatic ? new SlotView.Target.Automatic() : target(source, kind, index);
      views.add(new SlotView(slot.rtp().mid(), target, 0, 0, 0));
    }
    return views;
  }

  private static SlotView.Target target(@Nullable Participant source, MediaKind kind, int index) {
    List<Integer> numbers = source == null ? List.of() : source.trackNumbers(kind);
    return index < numbers.size()
        ? new SlotView.Target.Track(numbers.get(index))
        : new SlotView.Target.Empty();
  }
}
