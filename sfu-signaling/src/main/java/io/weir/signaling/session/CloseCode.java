package io.weir.signaling.session;

/** The WebSocket close codes that Weir uses (RFC 6455 §7.4.1 and its registry). */
public final class CloseCode {

  /** Done. */
  public static final int NORMAL = 1000;

  /** The server ends, or the browser leaves the page. */
  public static final int GOING_AWAY = 1001;

  /** Frames that the protocol does not have: binary ones. */
  public static final int UNSUPPORTED_DATA = 1003;

  /** A text that is not UTF-8. */
  public static final int INVALID_PAYLOAD = 1007;

  /** Too many messages, or none that joins a room. */
  public static final int POLICY_VIOLATION = 1008;

  /** A message larger than allowed. */
  public static final int TOO_BIG = 1009;

  /** The client does not read what it is sent. */
  public static final int TRY_AGAIN_LATER = 1013;

  /** Nothing was heard for too long: a code of the range for applications. */
  public static final int TIMEOUT = 4000;

  /** Removed from the room, or the room was closed: coming back by itself is not wanted. */
  public static final int REMOVED = 4001;

  /** Another connection took the session up. */
  public static final int RESUMED = 4002;

  private CloseCode() {}

  /**
   * Whether a session ends with the connection that the server closed with this code: its client
   * broke the rules, or reads too slowly to be sent again all that it has missed.
   */
  static boolean isServersRefusal(int code) {
    return code == UNSUPPORTED_DATA
        || code == POLICY_VIOLATION
        || code == INVALID_PAYLOAD
        || code == TOO_BIG
        || code == TRY_AGAIN_LATER;
  }
}
