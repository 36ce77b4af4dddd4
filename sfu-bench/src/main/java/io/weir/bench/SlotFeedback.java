package io.weir.bench;

/** How the clients of a benchmark tell when packets of their slots arrive. */
public enum SlotFeedback {
  /** Not at all, so that nothing is estimated and nothing paced. */
  NONE(""),
  /** By transport-wide numbers in a header extension. */
  TRANSPORT_WIDE("transport-cc"),
  /** By SSRC and sequence number (RFC 8888). */
  BY_STREAM("ack ccfb");

  private final String negotiated;

  SlotFeedback(String negotiated) {
    this.negotiated = negotiated;
  }

  /** As rtcp-fb spells it; empty for nothing. */
  String negotiated() {
    return negotiated;
  }
}
