package io.weir.signaling.message;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a request was refused, as clients read it. */
public enum ErrorCode {
  /** The message is not JSON, or a field is missing, of the wrong type or out of range. */
  BAD_REQUEST,
  /** The message's type is not one that this server knows. */
  UNKNOWN_TYPE,
  /** The request needs a participant, and {@code join} has not succeeded yet. */
  NOT_JOINED,
  /** {@code join} came a second time. */
  ALREADY_JOINED,
  /** The token is missing, malformed, expired or signed with a key that is not ours. */
  UNAUTHORIZED,
  /** The token is valid but does not allow this. */
  FORBIDDEN,
  /** The participant named is not in the room. */
  NOT_FOUND,
  /** No m-line that was negotiated has this mid, or it is of the wrong direction. */
  UNKNOWN_MID,
  /** The room has no such track. */
  UNKNOWN_TRACK,
  /** The SDP cannot be parsed, or asks for what Weir does not do. */
  OFFER_UNUSABLE,
  /** An m-line offers no codec that the room takes. */
  NO_COMMON_CODEC,
  /** The previous offer has not been answered yet. */
  OFFER_PENDING,
  /** A part of the message is larger than allowed. */
  TOO_LARGE,
  /** Too many requests in too short a time. */
  RATE_LIMITED,
  /** The room or the server is full. */
  FULL,
  /** The server takes no newcomers because it is about to end. */
  DRAINING,
  /** The session to resume is not there (any more). */
  SESSION_EXPIRED,
  /** The server failed; its log says how. */
  INTERNAL;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** The code as it stands in messages. */
  @JsonValue
  public String wireName() {
    return wireName;
  }
}
