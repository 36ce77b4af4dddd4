package io.weir.bench.load.signal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One WebSocket of {@code weir.v1}: requests with their replies, and events. Its event loop only,
 * except for {@link #close} and {@link #abort}.
 *
 * <p>In a room of thousands nearly everything that comes is news of others. So only what a client
 * acts on is parsed; of the rest the last is kept as text, for its number.
 */
final class WeirSocket {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final short GOING = 1000;

  /** Of those for private use (RFC 6455 §7.4.2). */
  private static final short CUT = 4900;

  private static final Duration RATE_LIMITED = Duration.ofSeconds(1);
  private static final Duration DRAINING = Duration.ofSeconds(5);

  private final WebSocket socket;
  private final Map<Integer, Promise<JsonNode>> waiting = new HashMap<>();
  private Consumer<JsonNode> onEvent = event -> {};
  private Consumer<String> onEnd = reason -> {};
  private String lastEvent = "";
  private boolean ended;

  WeirSocket(WebSocket socket) {
    this.socket = socket;
    socket.textMessageHandler(this::take);
    socket.closeHandler(closed -> end(closeReason()));
    socket.exceptionHandler(
        failure -> end(SignalingException.causeOf(SignalingException.of(failure))));
  }

  private String closeReason() {
    Short code = socket.closeStatusCode();
    return "the server closed the WebSocket" + (code == null ? "" : " with " + code);
  }

  /** Who hears {@code renegotiate}, {@code goAway} and {@code roomClosed}, and of the end. */
  void listen(Consumer<JsonNode> events, Consumer<String> end) {
    onEvent = events;
    onEnd = end;
    if (ended) {
      end.accept(closeReason());
    }
  }

  /** Sends a request; the reply, or a {@link SignalingException}. */
  Future<JsonNode> request(int id, String type, ObjectNode fields) {
    if (ended) {
      return Future.failedFuture(new SignalingException(closeReason()));
    }
    fields.put("id", id).put("type", type);
    Promise<JsonNode> reply = Promise.promise();
    waiting.put(id, reply);
    socket.writeTextMessage(fields.toString());
    return reply.future();
  }

  static ObjectNode fields() {
    return JSON.createObjectNode();
  }

  /** The number of the last event that came; what was known before if none came. */
  long lastSeq(long before) {
    if (lastEvent.isEmpty()) {
      return before;
    }
    try {
      return JSON.readTree(lastEvent).path("seq").asLong(before);
    } catch (JsonProcessingException e) {
      return before;
    }
  }

  void close() {
    socket.close(GOING);
  }

  /** Ends it with a code that does not mean leaving, as a browser whose network went away. */
  void abort() {
    socket.close(CUT);
  }

  private void take(String text) {
    if (isNews(text)) {
      lastEvent = text;
      return;
    }
    JsonNode message;
    try {
      message = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return; // Not for us to judge; what waits for it will time out.
    }
    switch (message.path("type").asText()) {
      case "reply" -> answer(message, true);
      case "error" -> answer(message, false);
      default -> {
        lastEvent = text;
        onEvent.accept(message);
      }
    }
  }

  /** Whether it is an event that no client of ours acts on. */
  private static boolean isNews(String text) {
    return text.startsWith("{\"type\":\"participant")
        || text.startsWith("{\"type\":\"track")
        || text.startsWith("{\"type\":\"slotChanged")
        || text.startsWith("{\"type\":\"activeSpeakers");
  }

  private void answer(JsonNode message, boolean good) {
    Promise<JsonNode> promise = waiting.remove(message.path("id").asInt());
    if (promise == null) {
      return;
    }
    if (good) {
      promise.complete(message);
    } else {
      String code = message.path("code").asText();
      Duration retry =
          switch (code) {
            case "rate_limited" -> RATE_LIMITED;
            case "draining" -> DRAINING;
            default -> Duration.ZERO;
          };
      promise.fail(new SignalingException(code + ": " + message.path("message").asText(), retry));
    }
  }

  private void end(String reason) {
    if (ended) {
      return;
    }
    ended = true;
    waiting.values().forEach(promise -> promise.tryFail(new SignalingException(reason)));
    waiting.clear();
    onEnd.accept(reason);
  }
}
