package io.weir.signaling.testing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens, good and bad, without the library under test. */
public final class Tokens {

  /** Value of {@code WEIR_API_KEYS}. */
  public static final String KEYS = "main:a-secret-of-the-tests-of-weir-123,other:second-secret";

  private static final String SECRET = "a-secret-of-the-tests-of-weir-123";

  private Tokens() {}

  /** A good token with these claims, written as the inside of a JSON object. */
  public static String sign(String claims) {
    return sign("{\"alg\":\"HS256\",\"kid\":\"main\"}", "{" + claims + "}", SECRET);
  }

  /** A token of any header, claims and key. */
  public static String sign(String header, String claims, String secret) {
    String signed = encode(header) + "." + encode(claims);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
      return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
