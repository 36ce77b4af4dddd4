package io.weir.signaling.session;

import io.weir.signaling.message.EventText;
import io.weir.signaling.message.LeaveReason;
import io.weir.signaling.message.ServerMessage;

/** Where a participant's news go: its WebSocket session, or its WHIP or WHEP session. */
public interface ParticipantSink {

  /** Something happened in the room. */
  void onEvent(ServerMessage.Event event);

  /** The same for one of many who are told, and share what is written. */
  default void onEvent(EventText text) {
    onEvent(text.event());
  }

  /** The server removed the participant; it is not in the room any more. */
  void onRemoved(LeaveReason reason);

  /** Whether its end of the signaling was heard of lately. */
  boolean isHeard(long nowNs);

  /** Whether its signaling has been gone for longer than anybody waits for it. */
  boolean isGivenUp(long nowNs);

  /** The server is about to end. */
  void onServerClosing();
}
