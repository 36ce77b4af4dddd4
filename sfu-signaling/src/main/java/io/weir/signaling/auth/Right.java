package io.weir.signaling.auth;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a token can allow, by the names in its {@code can} claim. */
public enum Right {
  /** Send tracks. */
  PUBLISH,
  /** Receive tracks. */
  SUBSCRIBE,
  /** Send application data. */
  DATA,
  /** Mute and remove others. */
  MODERATE,
  /** Record. */
  RECORD,
  /** Control the server. */
  ADMIN;

  private final String claim = name().toLowerCase(Locale.ROOT);

  /** The right's name in tokens and messages. */
  public String claim() {
    return claim;
  }

  /** The right of this name, or null. */
  public static @Nullable Right parse(String claim) {
    for (Right right : values()) {
      if (right.claim.equals(claim)) {
        return right;
      }
    }
    return null;
  }
}
