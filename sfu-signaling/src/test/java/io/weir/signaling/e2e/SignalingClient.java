package io.weir.signaling.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A bare WebSocket client of {@code weir.v1} that may also send what it should not. */
final class SignalingClient implements AutoCloseable, WebSocket.Listener {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LIMIT_SECONDS = 60;

  private final HttpClient http = HttpClient.newHttpClient();
  private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
  private final StringBuilder incoming = new StringBuilder();
  private final WebSocket socket;
  private int lastId;

  private SignalingClient(WeirProcess weir) {
    socket =
        http.newWebSocketBuilder()
            .subprotocols("weir.v1")
            .buildAsync(weir.webSocket(), this)
            .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
            .join();
  }

  /** Connects to a server. */
  static SignalingClient connect(WeirProcess weir) {
    return new SignalingClient(weir);
  }

  /** Connects and enters a room. */
  static SignalingClient join(WeirProcess weir, String room) {
    SignalingClient client = connect(weir);
    JsonNode reply = client.request("{\"type\":\"join\",\"room\":\"" + room + "\"}");
    if (!reply.path("type").asText().equals("reply")) {
      throw new AssertionError("could not join: " + reply);
    }
    return client;
  }

  /** Sends a message with a new id and returns its reply or error. */
  JsonNode request(String message) {
    try {
      ObjectNode request = (ObjectNode) JSON.readTree(message);
      request.put("id", ++lastId);
      return send(request.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Sends a text as it is and returns the next reply or error. */
  JsonNode send(String text) {
    socket.sendText(text, true).join();
    try {
      JsonNode answer = answers.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (answer == null) {
        throw new AssertionError("no answer to " + text);
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends a text and returns the code with which the server closes the connection. */
  int sendAndAwaitClose(String text) {
    socket.sendText(text, true).join();
    return closeCode.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    incoming.append(data);
    if (last) {
      accept(incoming.toString());
      incoming.setLength(0);
    }
    webSocket.request(1);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
    closeCode.complete(statusCode);
    return CompletableFuture.completedStage(null);
  }

  private void accept(String text) {
    try {
      JsonNode message = JSON.readTree(text);
      String type = message.path("type").asText();
      if (type.equals("reply") || type.equals("error")) {
        answers.add(message);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }
}
