package io.weir.signaling.session;

import io.weir.signaling.message.ErrorCode;
import io.weir.signaling.message.RequestException;
import io.weir.signaling.sdp.NegotiationException;
import io.weir.signaling.sdp.SdpException;

/** Turns whatever failed into what a client is told. Any thread. */
public final class Refusals {

  private Refusals() {}

  /** The refusal that a failure means; what nobody foresaw is {@code internal}. */
  public static RequestException of(Throwable failure) {
    return switch (failure) {
      case RequestException refusal -> refusal;
      case SdpException malformed ->
          new RequestException(ErrorCode.OFFER_UNUSABLE, String.valueOf(malformed.getMessage()));
      case NegotiationException refused ->
          new RequestException(code(refused), String.valueOf(refused.getMessage()));
      default -> new RequestException(ErrorCode.INTERNAL, "The server failed; its log says how.");
    };
  }

  private static ErrorCode code(NegotiationException refused) {
    return switch (refused.code()) {
      case OFFER_UNUSABLE -> ErrorCode.OFFER_UNUSABLE;
      case NO_COMMON_CODEC -> ErrorCode.NO_COMMON_CODEC;
    };
  }
}
