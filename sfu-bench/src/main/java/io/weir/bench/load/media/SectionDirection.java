package io.weir.bench.load.media;

/** Which way an m-line's media flows, as the client sees it. */
public enum SectionDirection {
  /** From the client. */
  SEND,
  /** To the client. */
  RECEIVE,
  /** Both ways. */
  SEND_AND_RECEIVE,
  /** Neither way. */
  INACTIVE;

  /** Whether the client may send. */
  public boolean sends() {
    return this == SEND || this == SEND_AND_RECEIVE;
  }

  /** Whether the client may receive. */
  public boolean receives() {
    return this == RECEIVE || this == SEND_AND_RECEIVE;
  }
}
