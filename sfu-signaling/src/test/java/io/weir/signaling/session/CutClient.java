package io.weir.signaling.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.signaling.testing.TestClient;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client that keeps to the protocol while its connections are cut between any two messages. What
 * is sent either way is under way until it is delivered. One test thread.
 */
final class CutClient {

  private static final int BROKEN = 1006;

  private final Function<Outbox, ClientLink> server;
  private final String key;
  private final String joinText;
  private final Map<Integer, String> unanswered = new LinkedHashMap<>();
  private final Map<String, String> names = new TreeMap<>();
  private final List<String> heard = new ArrayList<>();
  private final List<Wire> hanging = new ArrayList<>();

  private @Nullable Wire wire;
  private @Nullable String session;
  private String id = "";
  private long seq;
  private int lastId;

  /** One WebSocket: what is under way in either direction. */
  private final class Wire implements Outbox {
    private final Deque<String> toServer = new ArrayDeque<>();
    private final Deque<String> toClient = new ArrayDeque<>();
    private final ClientLink link = server.apply(this);
    private int closedWith;
    private boolean greeted;

    @Override
    public void send(String text) {
      assertThat(closedWith).as("sent after its end: %s", text).isZero();
      toClient.add(text);
    }

    @Override
    public void close(int code, String reason) {
      closedWith = code;
    }
  }

  CutClient(String room, String name, Function<Outbox, ClientLink> server) {
    this.server = server;
    this.key = name + "-and-22-characters-at-least";
    this.joinText =
        "\"type\":\"join\",\"room\":\"%s\",\"name\":\"%s\",\"key\":\"%s\"}"
            .formatted(room, name, key);
  }

  /** Asks for something; while there is no connection, once there is. */
  void request(String fields) {
    lastId++;
    String text = "{\"id\":" + lastId + "," + fields + "}";
    unanswered.put(lastId, text);
    if (wire != null && wire.greeted) {
      wire.toServer.add(text);
    }
  }

  /** Connects to join or to resume; false if there is a connection. */
  boolean connect() {
    boolean needed = wire == null;
    if (needed) {
      wire = new Wire();
      lastId++;
      wire.toServer.add(
          "{\"id\":"
              + lastId
              + ","
              + (session == null
                  ? joinText
                  : "\"type\":\"resume\",\"session\":\"%s\",\"seq\":%d}".formatted(session, seq)));
    }
    return needed;
  }

  /** Loses the connection and what is under way; the server may not notice. */
  void cut(boolean serverNotices) {
    if (wire == null) {
      return;
    }
    if (serverNotices) {
      wire.link.onClosed(BROKEN, 0);
    } else {
      hanging.add(wire);
    }
    wire = null;
  }

  /** The server gets the next message, over a connection that its client has given up perhaps. */
  boolean deliverToServer(boolean late) {
    hanging.removeIf(old -> old.toServer.isEmpty());
    Wire from = late && !hanging.isEmpty() ? hanging.getFirst() : wire;
    String text = from == null ? null : from.toServer.poll();
    if (from != null && text != null) {
      from.link.onText(text);
    }
    return text != null;
  }

  /** The client gets the next message, or to know that the server has closed the connection. */
  boolean deliverToClient() {
    if (wire != null && wire.toClient.isEmpty() && wire.closedWith != 0) {
      wire = null; // by a request that was late on a connection given up
      return true;
    }
    String text = wire == null ? null : wire.toClient.poll();
    if (wire != null && text != null) {
      receive(wire, TestClient.parse(text));
    }
    return text != null;
  }

  private void receive(Wire from, JsonNode message) {
    if (!message.has("id")) {
      // No event is missed and none comes twice.
      assertThat(message.path("seq").asLong()).as("%s", message).isEqualTo(seq + 1);
      seq++;
      take(message);
      return;
    }
    assertThat(message.path("type").asText()).as("%s", message).isEqualTo("reply");
    if (from.greeted) {
      unanswered.remove(message.path("id").asInt());
      return;
    }
    from.greeted = true;
    if (message.has("session")) {
      session = message.path("session").asText();
      id = message.path("participant").path("id").asText();
      seq = message.path("seq").asLong();
      message.path("room").path("participants").forEach(this::name);
    }
    from.toServer.addAll(unanswered.values());
  }

  private void take(JsonNode event) {
    switch (event.path("type").asText()) {
      case "participantJoined" -> {
        assertThat(names)
            .as("joined twice")
            .doesNotContainKey(event.at("/participant/id").asText());
        name(event.path("participant"));
      }
      case "participantUpdated" -> {
        name(event.path("participant"));
        heard.add(event.at("/participant/name").asText());
      }
      case "message" -> heard.add(event.path("payload").asText());
      default -> throw new AssertionError(event);
    }
  }

  private void name(JsonNode participant) {
    names.put(participant.path("id").asText(), participant.path("name").asText());
  }

  String id() {
    return id;
  }

  /** Names by id, as this client knows them. */
  Map<String, String> names() {
    return names;
  }

  /** Everything that others said and everybody's new names, in order of hearing. */
  List<String> heard() {
    return heard;
  }

  /** Requests without an answer. */
  int unanswered() {
    return unanswered.size();
  }
}
