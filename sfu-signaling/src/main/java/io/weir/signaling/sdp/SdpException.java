package io.weir.signaling.sdp;

/** Text that is not a session description. The message is one sentence naming the line. */
public final class SdpException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int line;

  SdpException(int line, String problem) {
    super("SDP line " + line + ": " + problem);
    this.line = line;
  }

  /** The line's number, counted from 1. */
  public int line() {
    return line;
  }
}
