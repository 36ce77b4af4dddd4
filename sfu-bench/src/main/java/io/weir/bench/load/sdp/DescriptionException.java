package io.weir.bench.load.sdp;

/** A server's description that a client cannot use; the message is a sentence. */
public final class DescriptionException extends Exception {

  private static final long serialVersionUID = 1L;

  public DescriptionException(String message) {
    super(message);
  }
}
