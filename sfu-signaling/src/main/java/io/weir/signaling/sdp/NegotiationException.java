package io.weir.signaling.sdp;

import java.util.Locale;

/** An offer that cannot be answered. The message is one sentence for the client's developer. */
public final class NegotiationException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What is wrong, as the signaling protocol names it. */
  public enum Code {
    /** The offer breaks a rule that every offer must keep. */
    OFFER_UNUSABLE,
    /** An m-line has no codec that Weir may use. */
    NO_COMMON_CODEC;

    /** As in error replies: {@code offer_unusable}, {@code no_common_codec}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Code code;

  NegotiationException(Code code, String message) {
    super(message);
    this.code = code;
  }

  /** The offer cannot be answered, however the client's codecs are. */
  public static NegotiationException unusable(String message) {
    return new NegotiationException(Code.OFFER_UNUSABLE, message);
  }

  /** What is wrong. */
  public Code code() {
    return code;
  }
}
