package io.weir.signaling.session;

import io.weir.signaling.message.EventText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last events that a session was sent, numbered from 1, so that what a broken connection
 * swallowed can be sent again; the oldest go first. Signaling's event loop only.
 *
 * <p>Everybody in a room shares an event and its text, so a log costs its references alone: among
 * 3,000 who hear of each other that is millions. The bound on bytes is for {@code message}s.
 */
final class EventLog {

  /** Most events that are kept. */
  static final int MAX_EVENTS = 4096;

  /** Most characters of JSON that the kept events may have together. */
  static final int MAX_CHARACTERS = 1 << 20;

  private final ArrayDeque<EventText> kept = new ArrayDeque<>();
  private long lastSeq;
  private long characters;

  /**
   * An event as a session was sent it.
   *
   * @param seq its number in the session
   * @param text what happened
   */
  record Entry(long seq, EventText text) {}

  /** The number of the last event, 0 before the first. */
  long lastSeq() {
    return lastSeq;
  }

  /** Keeps an event, whose number is one more than the last one's. */
  void add(EventText text) {
    lastSeq++;
    kept.addLast(text);
    characters += text.length(lastSeq);
    while (kept.size() > MAX_EVENTS || characters > MAX_CHARACTERS) {
      long oldest = lastSeq - kept.size() + 1;
      characters -= kept.removeFirst().length(oldest);
    }
  }

  /** The events after a number, in order; null when the first of them is not kept any more. */
  @Nullable List<Entry> after(long seq) {
    long next = lastSeq - kept.size() + 1;
    if (seq + 1 < next) {
      return null;
    }
    List<Entry> missed = new ArrayList<>();
    for (EventText text : kept) {
      if (next > seq) {
        missed.add(new Entry(next, text));
      }
      next++;
    }
    return missed;
  }
}
