package io.weir.bench.load.media;

/** Why a client could not connect, for people. */
public final class MediaException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A failure with its sentence. */
  public MediaException(String sentence) {
    super(sentence);
  }
}
