package io.weir.signaling.session;

import io.weir.signaling.message.RequestId;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last replies of a session, so that a request which is repeated because its reply was lost
 * with the connection is answered again rather than carried out again. Signaling's event loop only.
 *
 * <p>Only what an earlier connection asked counts as repeated: clients that use an id twice on one
 * WebSocket mean two requests. A large reply, which is the answer to an offer, is forgotten once
 * the client has surely received it, for it answered a ping that was sent later. Pings are
 * numbered, so that neither the late pong of an earlier one nor one that nobody asked for counts.
 */
final class RecentReplies {

  /** Most replies that are kept: as many unanswered requests may be repeated safely. */
  static final int MAX_REPLIES = 256;

  /** Most characters that the kept replies may have together; the newest is kept in any case. */
  static final int MAX_CHARACTERS = 256 << 10;

  /** Characters of a reply from which on it matters how long it is kept. */
  static final int LARGE = 4 << 10;

  private final LinkedHashMap<RequestId, Stored> kept = new LinkedHashMap<>();
  private final Map<RequestId, Integer> pending = new HashMap<>();
  private Map<RequestId, Stored> largeBeforePing = Map.of();
  private long awaitedPing;
  private long lastPing;
  private int connection;
  private int characters;

  private record Stored(String reply, int connection) {}

  /** Another connection carries the session from now on. */
  void onNewConnection() {
    connection++;
    largeBeforePing = Map.of();
  }

  /** The client was pinged; numbers grow from ping to ping of a connection. */
  void onPing(long number) {
    lastPing = number;
    if (largeBeforePing.isEmpty()) {
      awaitedPing = number;
      Map<RequestId, Stored> large = new HashMap<>();
      kept.forEach((id, stored) -> {
        if (stored.reply().length() >= LARGE && stored.connection() == connection) {
          large.put(id, stored);
        }
      });
      largeBeforePing = large.isEmpty() ? Map.of() : large;
    }
  }

  /** A pong with this number came; clients may answer only the last of several pings. */
  void onPong(long number) {
    if (number < awaitedPing || number > lastPing) { // RFC 6455 §5.5.3
      return;
    }
    largeBeforePing.forEach((id, stored) -> {
      if (kept.remove(id, stored)) {
        characters -= stored.reply().length();
      }
    });
    largeBeforePing = Map.of();
  }

  /** A request is being carried out whose reply comes later. */
  void begin(RequestId id) {
    pending.put(id, connection);
  }

  /** Whether an earlier connection asked this and the reply is still to come. */
  boolean isPending(RequestId id) {
    return pending.getOrDefault(id, connection) < connection;
  }

  /** The reply to what an earlier connection asked, or null. */
  @Nullable String find(RequestId id) {
    Stored stored = kept.get(id);
    return stored == null || stored.connection() == connection ? null : stored.reply();
  }

  /** Keeps a reply. */
  void add(RequestId id, String reply) {
    int asked = pending.containsKey(id) ? pending.remove(id) : connection;
    Stored before = kept.remove(id);
    if (before != null) {
      characters -= before.reply().length();
    }
    kept.put(id, new Stored(reply, asked));
    characters += reply.length();
    Iterator<Stored> oldest = kept.values().iterator();
    while (kept.size() > MAX_REPLIES || (characters > MAX_CHARACTERS && kept.size() > 1)) {
      characters -= oldest.next().reply().length();
      oldest.remove();
    }
  }
}
