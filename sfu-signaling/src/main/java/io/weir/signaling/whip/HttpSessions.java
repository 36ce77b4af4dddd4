package io.weir.signaling.whip;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** WHIP and WHEP sessions by the secret in their address. Signaling's event loop only. */
final class HttpSessions {

  private final Map<String, HttpSession> bySecret = new HashMap<>();

  void add(HttpSession session) {
    bySecret.put(session.secret(), session);
  }

  void remove(HttpSession session) {
    bySecret.remove(session.secret());
    session.events().close();
  }

  /** All of them. */
  Collection<HttpSession> all() {
    return bySecret.values();
  }

  /** The session at {@code /{protocol}/{room}/{secret}}, or null. */
  @Nullable HttpSession find(MediaProtocol protocol, String room, String secret) {
    HttpSession session = bySecret.get(secret);
    if (session == null
        || session.participant().profile().role() != protocol.role()
        || !session.participant().room().name().equals(room)) {
      return null;
    }
    return session;
  }
}
