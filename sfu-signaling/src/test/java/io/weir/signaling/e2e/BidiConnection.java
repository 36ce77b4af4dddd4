package io.weir.signaling.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A WebDriver BiDi session over a WebSocket: commands and their results; any thread. */
final class BidiConnection implements AutoCloseable, WebSocket.Listener {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LIMIT_SECONDS = 180;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<Long, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final StringBuilder incoming = new StringBuilder();
  private final WebSocket socket;

  /** Connects and opens a session. */
  BidiConnection(URI address) {
    socket = http.newWebSocketBuilder().buildAsync(address, this).join();
    ObjectNode session = JSON.createObjectNode();
    // Servers of tests sign their own certificates.
    session.putObject("capabilities").putObject("alwaysMatch").put("acceptInsecureCerts", true);
    send("session.new", session);
  }

  /** Sends a command and returns its result. */
  JsonNode send(String method, JsonNode parameters) {
    long id = ids.incrementAndGet();
    CompletableFuture<JsonNode> result = new CompletableFuture<>();
    pending.put(id, result);
    ObjectNode command = JSON.createObjectNode().put("id", id).put("method", method);
    command.set("params", parameters);
    socket.sendText(command.toString(), true).join();
    return result.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    incoming.append(data);
    if (last) {
      String text = incoming.toString();
      incoming.setLength(0);
      accept(text);
    }
    webSocket.request(1);
    return CompletableFuture.completedStage(null);
  }

  private void accept(String text) {
    JsonNode message;
    try {
      message = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    CompletableFuture<JsonNode> result = pending.remove(message.path("id").asLong(-1));
    if (result == null) {
      return; // An event; none was subscribed to.
    }
    if (message.path("type").asText().equals("success")) {
      result.complete(message.path("result"));
    } else {
      result.completeExceptionally(new IllegalStateException(text));
    }
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }
}
