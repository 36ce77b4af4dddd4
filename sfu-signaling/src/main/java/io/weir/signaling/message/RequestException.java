package io.weir.signaling.message;

/** A request is refused: the code for machines and one sentence for people. */
public final class RequestException extends Exception {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String sentence;

  public RequestException(ErrorCode code, String sentence) {
    super(sentence, null, false, false);
    this.code = code;
    this.sentence = sentence;
  }

  /** What kind of refusal it is. */
  public ErrorCode code() {
    return code;
  }

  /** What went wrong, for people. */
  public String sentence() {
    return sentence;
  }
}
