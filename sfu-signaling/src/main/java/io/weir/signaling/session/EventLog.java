package io.weir.signaling.session;

import io.weir.signaling.message.ServerMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last events that a session was sent, numbered from 1, so that what a broken connection
 * swallowed can be sent again; the oldest go first. Signaling's event loop only.
 *
 * <p>Everybody in a room shares an event's record, so a log costs little more than its references;
 * the bound on bytes is for {@code message}s.
 */
final class EventLog {

  /** Most events that are kept. */
  static final int MAX_EVENTS = 4096;

  /** Most characters of JSON that the kept events may have together. */
  static final int MAX_CHARACTERS = 1 << 20;

  private final ArrayDeque<Entry> kept = new ArrayDeque<>();
  private long lastSeq;
  private long characters;

  /**
   * An event as a session was sent it.
   *
   * @param seq its number in the session
   * @param event what happened
   * @param length characters of its JSON
   */
  record Entry(long seq, ServerMessage.Event event, int length) {}

  /** The number of the last event, 0 before the first. */
  long lastSeq() {
    return lastSeq;
  }

  /** Keeps an event, whose number is one more than the last one's. */
  void add(ServerMessage.Event event, int length) {
    lastSeq++;
    kept.addLast(new Entry(lastSeq, event, length));
    characters += length;
    while (kept.size() > MAX_EVENTS || characters > MAX_CHARACTERS) {
      characters -= kept.removeFirst().length();
    }
  }

  /** The events after a number, in order; null when the first of them is not kept any more. */
  @Nullable List<Entry> after(long seq) {
    if (lastSeq - seq > kept.size()) {
      return null;
    }
    List<Entry> missed = new ArrayList<>();
    for (Entry entry : kept) {
      if (entry.seq() > seq) {
        missed.add(entry);
      }
    }
    return missed;
  }
}
