package io.weir.signaling.sdp;

import java.util.Locale;

/** Which way media flows, from the view of whoever wrote the description (RFC 8866 §6.7). */
public enum Direction {
  SENDRECV(true, true),
  SENDONLY(true, false),
  RECVONLY(false, true),
  INACTIVE(false, false);

  private final boolean sends;
  private final boolean receives;

  Direction(boolean sends, boolean receives) {
    this.sends = sends;
    this.receives = receives;
  }

  /** The direction of an m-line: its own, else the session's, else sendrecv (RFC 8866 §6.7). */
  public static Direction of(MediaDescription media, SessionDescription session) {
    return find(media, find(session, SENDRECV));
  }

  /** The direction called so, or the other one given. */
  static Direction of(String word, Direction otherwise) {
    for (Direction direction : values()) {
      if (direction.word().equals(word)) {
        return direction;
      }
    }
    return otherwise;
  }

  private static Direction find(Attributed part, Direction otherwise) {
    for (Direction direction : values()) {
      if (part.has(direction.word())) {
        return direction;
      }
    }
    return otherwise;
  }

  /** Whether whoever wrote it sends. */
  public boolean sends() {
    return sends;
  }

  /** Whether whoever wrote it receives. */
  public boolean receives() {
    return receives;
  }

  /** The same flow as the other end describes it. */
  Direction reversed() {
    return switch (this) {
      case SENDRECV -> SENDRECV;
      case SENDONLY -> RECVONLY;
      case RECVONLY -> SENDONLY;
      case INACTIVE -> INACTIVE;
    };
  }

  /** As written in SDP. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
