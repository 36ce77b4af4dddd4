package io.weir.signaling.message;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a participant is gone. */
public enum LeaveReason {
  /** It said so: {@code leave}, a normal close of the WebSocket, or {@code DELETE}. */
  LEFT,
  /** Its WebSocket broke. */
  DISCONNECTED,
  /** Neither signaling nor media came for 15 seconds. */
  TIMEOUT,
  /** Its media transport could not be set up, or was closed by its end (WHIP and WHEP only). */
  FAILED,
  /** An operator or moderator removed it. */
  REMOVED,
  /** The room was closed for everybody; said by {@code roomClosed} alone. */
  ROOM_CLOSED;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** The reason as it stands in messages. */
  @JsonValue
  public String wireName() {
    return wireName;
  }
}
