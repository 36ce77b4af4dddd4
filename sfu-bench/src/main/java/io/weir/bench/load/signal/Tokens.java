package io.weir.bench.load.signal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The tokens that clients show: one for all, one each by a key of Weir, or none. Any thread. */
public final class Tokens {

  private static final long LIFE_SECONDS = 86_400;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final String fixed;
  private final String keyId;
  private final String secret;
  private final InstantSource clock;

  private Tokens(String fixed, String keyId, String secret, InstantSource clock) {
    this.fixed = fixed;
    this.keyId = keyId;
    this.secret = secret;
    this.clock = clock;
  }

  /** No token, if this is empty, or this one for everybody. */
  public static Tokens fixed(String token) {
    return new Tokens(token, "", "", InstantSource.system());
  }

  /** JWTs (RFC 7519) signed with HS256 by a key of {@code WEIR_API_KEYS}. */
  public static Tokens minted(String keyId, String secret, InstantSource clock) {
    return new Tokens("", keyId, secret, clock);
  }

  /** What a client shows. */
  Optional<String> of(Peer peer) {
    if (secret.isEmpty()) {
      return fixed.isEmpty() ? Optional.empty() : Optional.of(fixed);
    }
    ObjectNode header = JsonNodeFactory.instance.objectNode();
    header.put("alg", "HS256").put("typ", "JWT").put("kid", keyId);
    long now = clock.instant().getEpochSecond();
    ObjectNode claims = JsonNodeFactory.instance.objectNode();
    claims.put("sub", peer.name()).put("name", peer.name()).put("room", peer.room());
    claims.put("nbf", now - 60).put("exp", now + LIFE_SECONDS);
    claims.putArray("can").add("publish").add("subscribe");
    String signed = encode(header) + "." + encode(claims);
    return Optional.of(signed + "." + BASE64.encodeToString(sign(signed)));
  }

  private static String encode(ObjectNode json) {
    return BASE64.encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private byte[] sign(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
