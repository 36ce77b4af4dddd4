package io.weir.signaling.message;

import org.jspecify.annotations.Nullable;

/**
 * An event's JSON, written once for all who are sent it: only the sequence number is each one's
 * own. One thread.
 */
public final class EventText {

  private final ServerMessage.Event event;
  private @Nullable String head;
  private @Nullable String rest;

  /** Writes nothing before it is asked to. */
  public EventText(ServerMessage.Event event) {
    this.event = event;
  }

  /** What happened. */
  public ServerMessage.Event event() {
    return event;
  }

  /** The JSON text, with the number that the event has in one session. */
  public String withSeq(long seq) {
    return head() + seq + rest();
  }

  /** Characters of {@link #withSeq}. */
  public int length(long seq) {
    return head().length() + Long.toString(seq).length() + rest().length();
  }

  private String head() {
    if (head == null) {
      head = "{\"type\":\"" + event.type() + "\",\"seq\":";
    }
    return head;
  }

  private String rest() {
    if (rest == null) {
      rest = ServerMessageWriter.fieldsAfterSeq(event);
    }
    return rest;
  }
}
