package io.weir.signaling.e2e;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Access tokens, right and wrong, made without Weir's own code. */
final class TestTokens {
  /** Id of the key that servers in tests know. */
  static final String KEY_ID = "test";

  /** Secret of that key. */
  static final String SECRET = "0123456789abcdef0123456789abcdef";

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private TestTokens() {}

  /** A valid token for a room. */
  static String forRoom(String room) {
    return sign(claims(room, 600), SECRET);
  }

  /** A token that ended a minute ago. */
  static String expired(String room) {
    return sign(claims(room, -60), SECRET);
  }

  /** A token of somebody who does not know the secret. */
  static String wrongKey(String room) {
    return sign(claims(room, 600), "another-secret-another-secret-00");
  }

  /** A token that claims to need no signature (RFC 8725 §2.1). */
  static String unsigned(String room) {
    return encode("{\"alg\":\"none\",\"typ\":\"JWT\",\"kid\":\"" + KEY_ID + "\"}")
        + "."
        + encode(claims(room, 600))
        + ".";
  }

  private static String claims(String room, int secondsLeft) {
    return "{\"sub\":\"ada\",\"room\":\"%s\",\"exp\":%d}"
        .formatted(room, Instant.now().getEpochSecond() + secondsLeft);
  }

  private static String sign(String claims, String secret) {
    String text =
        encode("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"" + KEY_ID + "\"}")
            + "."
            + encode(claims);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
      return text + "." + BASE64.encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encode(String json) {
    return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
