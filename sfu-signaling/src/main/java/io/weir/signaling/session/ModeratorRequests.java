package io.weir.signaling.session;

import io.weir.core.control.Command;
import io.weir.core.control.SlotView;
import io.weir.signaling.auth.Right;
import io.weir.signaling.message.ClientMessage.Moderate;
import io.weir.signaling.message.ClientMessage.Moderation;
import io.weir.signaling.message.ErrorCode;
import io.weir.signaling.message.LeaveReason;
import io.weir.signaling.message.RequestException;
import io.weir.signaling.message.ServerMessage;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Carries out what moderators ask for: mute, remove, change rights. Whatever is refused changes
 * nothing. Signaling's event loop only.
 */
public final class ModeratorRequests {

  private final RoomDirectory rooms;
  private final MediaPlane media;

  /** Moderates these rooms. */
  public ModeratorRequests(RoomDirectory rooms, MediaPlane media) {
    this.rooms = rooms;
    this.media = media;
  }

  void moderate(Participant self, Moderate request) throws RequestException {
    self.grants().require(Right.MODERATE);
    Participant target = self.room().find(request.participant());
    if (target == null) {
      throw new RequestException(
          ErrorCode.NOT_FOUND, "No participant '" + request.participant() + "' is in the room.");
    }
    if (target == self) {
      throw new RequestException(
          ErrorCode.BAD_REQUEST, "Moderators act on others: use 'mute' or 'leave' for yourself.");
    }
    switch (request.action()) {
      case Moderation.Mute mute -> mute(self, target, mute);
      case Moderation.Remove() -> rooms.remove(target, LeaveReason.REMOVED);
      case Moderation.Rights(List<String> can) -> setRights(target, wanted(self, target, can));
    }
  }

  /** The publisher may unmute again: who must not be heard loses the right to publish. */
  private void mute(Participant self, Participant target, Moderation.Mute mute)
      throws RequestException {
    String id = mute.track();
    if (id != null && target.track(id) == null) {
      throw new RequestException(
          ErrorCode.UNKNOWN_TRACK, "The participant does not publish a track '" + id + "'.");
    }
    for (PublishedTrack track : List.copyOf(target.tracks().values())) {
      boolean meant =
          id == null ? mute.kind() == null || track.kind() == mute.kind() : track.id().equals(id);
      if (meant) {
        rooms.mute(target, track.id(), self.id());
      }
    }
  }

  /** Moderators take any right but admin, and give those that they have themselves. */
  private static Set<Right> wanted(Participant self, Participant target, List<String> can)
      throws RequestException {
    EnumSet<Right> rights = EnumSet.noneOf(Right.class);
    for (String name : can) {
      Right right = Right.parse(name);
      if (right == null) {
        throw new RequestException(
            ErrorCode.BAD_REQUEST, "'can' must hold names of rights, and '" + name + "' is none.");
      }
      rights.add(right);
    }
    Set<Right> before = target.grants().rights();
    for (Right right : rights) {
      if (!before.contains(right)) {
        self.grants().require(right);
      }
    }
    if (rights.contains(Right.ADMIN) != before.contains(Right.ADMIN)) {
      throw new RequestException(
          ErrorCode.FORBIDDEN, "The right 'admin' comes from a token and stays as it is.");
    }
    return rights;
  }

  /** What somebody may do from now on; what they do already and may no more ends at once. */
  void setRights(Participant target, Set<Right> rights) {
    Set<Right> before = target.grants().rights();
    if (rights.equals(before)) {
      return;
    }
    boolean stopsPublishing = before.contains(Right.PUBLISH) && !rights.contains(Right.PUBLISH);
    if (stopsPublishing && target.profile().role() == Participant.Role.PRESENTER) {
      rooms.remove(target, LeaveReason.REMOVED); // Publishing is all that a WHIP session is for.
      return;
    }
    target.setRights(rights);
    target.sink().onEvent(new ServerMessage.RightsChanged(target.grants().claims()));
    if (stopsPublishing) {
      unpublishAll(target);
    }
    if (before.contains(Right.SUBSCRIBE) != rights.contains(Right.SUBSCRIBE)) {
      showAll(
          target,
          rights.contains(Right.SUBSCRIBE)
              ? new SlotView.Target.Automatic()
              : new SlotView.Target.Empty());
    }
  }

  private void unpublishAll(Participant target) {
    List<PublishedTrack> tracks = List.copyOf(target.tracks().values());
    if (tracks.isEmpty()) {
      return;
    }
    Set.copyOf(target.tracks().keySet()).forEach(target::unpublish);
    media.submit(target.negotiateCommand());
    for (PublishedTrack track : tracks) {
      target.room().tellAll(new ServerMessage.TrackUnpublished(track.id()));
    }
  }

  private void showAll(Participant target, SlotView.Target shown) {
    List<SlotView> views =
        target.slots().stream()
            .map(slot -> new SlotView(slot.rtp().mid(), shown, 0, 0, 0))
            .toList();
    if (!views.isEmpty()) {
      media.submit(new Command.View(target.room().name(), target.number(), views));
    }
  }
}
