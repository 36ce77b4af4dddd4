package io.weir.signaling.session;

import io.weir.signaling.message.LeaveReason;
import java.util.List;

/**
 * Removes participants of whom neither signaling nor media is heard any more, and WHIP and WHEP
 * sessions whose transport ended, for they have nothing else. A member whose media goes on without
 * signaling has some time to resume their session. Signaling's event loop only.
 */
public final class LivenessMonitor {

  private final RoomDirectory rooms;
  private final ClientSessions sessions;

  /** Watches the participants of these rooms, and their sessions. */
  public LivenessMonitor(RoomDirectory rooms, ClientSessions sessions) {
    this.rooms = rooms;
    this.sessions = sessions;
  }

  /** Looks at everybody once. */
  public void sweep(long nowNs) {
    for (Room room : List.copyOf(rooms.rooms())) {
      for (Participant participant : List.copyOf(room.participants())) {
        boolean onlyMedia = participant.profile().role() != Participant.Role.MEMBER;
        if (onlyMedia && participant.transport().hasEnded()) {
          rooms.remove(participant, LeaveReason.FAILED);
        } else if (!participant.transport().isAlive() && !participant.sink().isHeard(nowNs)) {
          rooms.remove(participant, LeaveReason.TIMEOUT);
        } else if (participant.sink().isGivenUp(nowNs)) {
          rooms.remove(participant, LeaveReason.DISCONNECTED);
        }
      }
    }
    sessions.sweep(nowNs);
  }
}
