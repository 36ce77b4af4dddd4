package io.weir.signaling.session;

import java.security.SecureRandom;
import java.util.Base64;

/** Random names in base64url. Any thread. */
public final class RandomIds {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int PARTICIPANT_BYTES = 9;
  private static final int SECRET_BYTES = 18;

  private RandomIds() {}

  /** A participant's id: 72 random bits, so that ids do not meet again after a restart. */
  static String participant() {
    return "p" + text(PARTICIPANT_BYTES);
  }

  /** A secret that nobody guesses: 144 random bits. */
  public static String secret() {
    return text(SECRET_BYTES);
  }

  private static String text(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
