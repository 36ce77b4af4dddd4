package io.weir.bench.load.report;

/** A result, or a question about one, that cannot be understood; the message is a sentence. */
public final class ResultException extends Exception {

  private static final long serialVersionUID = 1L;

  public ResultException(String message) {
    super(message);
  }
}
