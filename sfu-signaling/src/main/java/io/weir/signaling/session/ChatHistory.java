package io.weir.signaling.session;

import io.weir.signaling.message.ChatEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;

/**
 * What was said to everybody in a room, for those who come later; the oldest goes first.
 * Signaling's event loop only.
 */
final class ChatHistory {

  /** The topic of messages that are kept. */
  static final String TOPIC = "chat";

  /** Most messages that are kept. */
  static final int MAX_MESSAGES = 200;

  /** Most bytes that the kept messages' payloads and names may have together. */
  static final int MAX_BYTES = 256 << 10;

  private final ArrayDeque<Kept> kept = new ArrayDeque<>();
  private int bytes;

  private record Kept(ChatEntry entry, int bytes) {}

  /** Keeps a message. */
  void add(ChatEntry entry) {
    int size = utf8Length(entry.payload().toString()) + utf8Length(entry.name());
    kept.addLast(new Kept(entry, size));
    bytes += size;
    while (kept.size() > MAX_MESSAGES || bytes > MAX_BYTES) {
      bytes -= kept.removeFirst().bytes();
    }
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** What is kept, newest last. */
  List<ChatEntry> entries() {
    return kept.stream().map(Kept::entry).toList();
  }
}
