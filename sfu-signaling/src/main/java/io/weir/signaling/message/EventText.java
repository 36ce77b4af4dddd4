package io.weir.signaling.message;

import org.jspecify.annotations.Nullable;

/**
 * An event's JSON, written once for all who are sent it: only the sequence number is each one's
 * own. One thread.
 */
public final class EventText {

  private final ServerMessage.Event event;
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
    String fields = rest;
    if (fields == null) {
      fields = ServerMessageWriter.fieldsAfterSeq(event);
      rest = fields;
    }
    return "{\"type\":\"" + event.type() + "\",\"seq\":" + seq + fields;
  }
}
