package io.weir.signaling.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that can be resumed, by their secret names and by the keys that their clients chose
 * for joining. Signaling's event loop only.
 *
 * <p>Secrets are looked up by their SHA-256, so that the time that a look-up takes tells nothing
 * about how much of a guess was right.
 */
public final class ClientSessions {

  private final Map<String, ClientSession> byName = new HashMap<>();
  private final Map<String, ClientSession> byKey = new HashMap<>();

  /** The session of this name, or null. */
  @Nullable ClientSession find(String name) {
    return byName.get(digest(name));
  }

  /** The session whose client joined with this key, or null. */
  @Nullable ClientSession findByKey(String key) {
    return byKey.get(digest(key));
  }

  void add(ClientSession session) {
    byName.put(digest(session.name()), session);
    String key = session.joinKey();
    if (key != null) {
      byKey.put(digest(key), session);
    }
  }

  void remove(ClientSession session) {
    byName.remove(digest(session.name()), session);
    String key = session.joinKey();
    if (key != null) {
      byKey.remove(digest(key), session);
    }
  }

  /** Forgets the sessions that ended and whose clients have not come to hear of it. */
  void sweep(long nowNs) {
    for (ClientSession session : List.copyOf(byName.values())) {
      if (session.hasEnded() && session.isGivenUp(nowNs)) {
        remove(session);
      }
    }
  }

  private static String digest(String secret) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
