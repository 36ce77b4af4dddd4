package io.weir.signaling.session;

import io.weir.core.control.TransportState;

/** What signaling knows of a transport's pulse. Signaling's event loop only. */
final class TransportLiveness {

  private TransportState state = TransportState.NEW;
  private boolean idle;

  void onState(TransportState newState) {
    state = newState;
    idle = false;
  }

  void onIdle(boolean silent) {
    idle = silent;
  }

  /** Whether media came within the media plane's limit. */
  boolean isAlive() {
    return state == TransportState.CONNECTED && !idle;
  }

  /** Whether DTLS failed, or the other end closed it. */
  boolean hasEnded() {
    return state == TransportState.FAILED || state == TransportState.CLOSED;
  }
}
