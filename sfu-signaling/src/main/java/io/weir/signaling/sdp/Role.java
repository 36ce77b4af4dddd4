package io.weir.signaling.sdp;

/** What an offered m-line becomes. */
enum Role {
  /** The client publishes. */
  TRACK,
  /** The server sends. */
  SLOT,
  /** Agreed on, but nothing flows. */
  IDLE,
  /** Answered with port 0. */
  REJECTED
}
