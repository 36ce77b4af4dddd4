package io.weir.signaling.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes server messages as JSON. Any thread. */
public final class ServerMessageWriter {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private ServerMessageWriter() {}

  /** A reply's JSON text. */
  public static String reply(ServerMessage.Reply reply) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("type", "reply");
    json.set("id", MAPPER.valueToTree(reply.id()));
    if (!(reply instanceof ServerMessage.Done)) {
      json.setAll(MAPPER.<ObjectNode>valueToTree(reply));
    }
    return text(json);
  }

  /** A refusal's JSON text. */
  public static String refusal(ServerMessage.Refused refused) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("type", "error");
    json.set("id", MAPPER.valueToTree(refused.id()));
    json.put("code", refused.code().wireName());
    json.put("message", refused.message());
    return text(json);
  }

  /** An event's JSON text, with the sequence number that it has in one session. */
  public static String event(ServerMessage.Event event, long seq) {
    return new EventText(event).withSeq(seq);
  }

  /** An event's own fields as JSON text. */
  public static String data(ServerMessage.Event event) {
    return text(MAPPER.valueToTree(event));
  }

  /** What follows type and sequence number in an event's JSON text, to its last brace. */
  static String fieldsAfterSeq(ServerMessage.Event event) {
    ObjectNode fields = MAPPER.valueToTree(event);
    return fields.isEmpty() ? "}" : "," + text(fields).substring(1);
  }

  private static String text(ObjectNode json) {
    try {
      return MAPPER.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes cannot be written", e);
    }
  }
}
