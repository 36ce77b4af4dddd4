package io.weir.bench.load.signal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket of Janus' API: requests are told apart by their transaction; an {@code ack} says
 * that the answer comes as an {@code event}. Its event loop only.
 */
final class JanusSocket {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final WebSocket socket;
  private final Map<String, Promise<JsonNode>> waiting = new HashMap<>();
  private final Consumer<String> onEnd;
  private final Promise<Void> up = Promise.promise();
  private int lastTransaction;
  private long session;
  private long handle;
  private boolean ended;

  /**
   * Takes over a socket.
   *
   * @param onEnd hears, once, why the session or its media ended
   */
  JanusSocket(WebSocket socket, Consumer<String> onEnd) {
    this.socket = socket;
    this.onEnd = onEnd;
    socket.textMessageHandler(this::take);
    socket.closeHandler(closed -> end("the server closed the WebSocket"));
    socket.exceptionHandler(
        failure -> end(SignalingException.causeOf(SignalingException.of(failure))));
  }

  /** Opens a session and in it a handle of the VideoRoom plugin. */
  Future<Void> attach() {
    return request(message("create"))
        .compose(created -> {
          session = created.path("data").path("id").asLong();
          ObjectNode attach = message("attach");
          attach.put("plugin", "janus.plugin.videoroom");
          return request(attach);
        })
        .map(attached -> {
          handle = attached.path("data").path("id").asLong();
          return null;
        });
  }

  /** Asks the plugin for something, maybe with a description; the whole answer. */
  Future<JsonNode> ask(ObjectNode body, @Nullable String type, @Nullable String sdp) {
    ObjectNode message = message("message");
    message.set("body", body);
    if (type != null) {
      message.putObject("jsep").put("type", type).put("sdp", sdp);
    }
    return request(message)
        .compose(answer -> {
          JsonNode data = answer.path("plugindata").path("data");
          return data.has("error")
              ? Future.failedFuture(new SignalingException("Janus: " + data.path("error").asText()))
              : Future.succeededFuture(answer);
        });
  }

  /** A body of a request to the plugin. */
  static ObjectNode body(String request) {
    return JSON.createObjectNode().put("request", request);
  }

  /** Janus forgets sessions from which it hears nothing for a minute. */
  void keepAlive() {
    if (!ended) {
      ObjectNode message = message("keepalive");
      message.put("transaction", "keepalive");
      socket.writeTextMessage(message.toString());
    }
  }

  /** Done when media can flow; a publisher can be watched from then on. */
  Future<Void> up() {
    return up.future();
  }

  /** Says goodbye. */
  Future<Void> close() {
    if (ended) {
      return Future.succeededFuture();
    }
    ended = true;
    ObjectNode message = message("destroy");
    message.put("transaction", "destroy");
    return socket.writeTextMessage(message.toString()).eventually(socket::close);
  }

  private ObjectNode message(String janus) {
    ObjectNode message = JSON.createObjectNode().put("janus", janus);
    if (session != 0) {
      message.put("session_id", session);
    }
    if (handle != 0) {
      message.put("handle_id", handle);
    }
    return message;
  }

  private Future<JsonNode> request(ObjectNode message) {
    if (ended) {
      return Future.failedFuture(new SignalingException("the server closed the WebSocket"));
    }
    String transaction = Integer.toString(++lastTransaction);
    Promise<JsonNode> answer = Promise.promise();
    waiting.put(transaction, answer);
    socket.writeTextMessage(message.put("transaction", transaction).toString());
    return answer.future();
  }

  private void take(String text) {
    JsonNode message;
    try {
      message = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return; // What waits for it will time out.
    }
    switch (message.path("janus").asText()) {
      case "success", "event" -> {
        Promise<JsonNode> answer = waiting.remove(message.path("transaction").asText());
        if (answer != null) {
          answer.complete(message);
        }
      }
      case "error" -> {
        Promise<JsonNode> answer = waiting.remove(message.path("transaction").asText());
        if (answer != null) {
          answer.fail(
              new SignalingException("Janus: " + message.path("error").path("reason").asText()));
        }
      }
      case "webrtcup" -> up.tryComplete();
      case "hangup" -> end("Janus hung up: " + message.path("reason").asText());
      case "timeout" -> end("Janus forgot the session");
      default -> {
        // ack, media, slowlink: nothing to do.
      }
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
