package io.weir.signaling.sdp;

/** Which way an offer came: decides what the directions of its m-lines mean. */
public enum OfferKind {
  /** A participant: sendonly publishes a track, recvonly opens a slot. */
  WEBSOCKET,
  /** A presenter (RFC 9725 §4.2): sendonly and sendrecv publish. */
  WHIP,
  /** A viewer (draft-ietf-wish-whep-03 §4.2): recvonly and sendrecv open slots. */
  WHEP
}
