package io.weir.signaling.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket client that holds everything it gets to the schema. One test thread. */
public final class TestClient implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 60;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
  private final List<JsonNode> events = new ArrayList<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final WebSocket socket;
  private int lastId;

  private TestClient(TestServer server, String... headers) {
    WebSocket.Builder builder = http.newWebSocketBuilder().subprotocols("weir.v1");
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    socket = builder.buildAsync(server.webSocket(), new Listener()).join();
  }

  /** Connects, with further headers as name, value, …. */
  public static TestClient connect(TestServer server, String... headers) {
    return new TestClient(server, headers);
  }

  /** Connects and joins a room. */
  public static TestClient join(TestServer server, String room, String name) {
    TestClient client = new TestClient(server);
    client.reply("join", "{\"room\":\"%s\",\"name\":\"%s\"}".formatted(room, name));
    return client;
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder parts = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(
        WebSocket webSocket, CharSequence data, boolean last) {
      parts.append(data);
      if (last) {
        received.add(parse(parts.toString()));
        parts.setLength(0);
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
      closed.complete(code);
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      closed.completeExceptionally(error);
    }
  }

  /** Parses JSON. */
  public static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** Sends a text as it is. */
  public void send(String text) {
    socket.sendText(text, true).join();
  }

  /** Sends one frame of a text. */
  public void sendPart(String text, boolean last) {
    socket.sendText(text, last).join();
  }

  /** Sends binary data. */
  public void sendBinary(byte[] data) {
    socket.sendBinary(ByteBuffer.wrap(data), true).join();
  }

  /** Sends a request and returns its reply or error. */
  public JsonNode request(String type, String fields) {
    return replyTo(sendRequest(type, fields));
  }

  /** Sends a request that the schema allows, without waiting; returns its id. */
  public int sendRequest(String type, String fields) {
    ObjectNode message = (ObjectNode) parse(fields);
    lastId++;
    message.put("type", type).put("id", lastId);
    send(message.toString());
    return lastId;
  }

  /** Waits for the reply or error with an id; events on the way are kept. */
  public JsonNode replyTo(int id) {
    while (true) {
      JsonNode message = next();
      if (message.has("seq") && !message.has("id")) {
        events.add(message);
      } else if (message.path("id").asInt() == id) {
        return message;
      }
    }
  }

  /** Sends a request that must succeed. */
  public JsonNode reply(String type, String fields) {
    JsonNode reply = request(type, fields);
    assertThat(reply.path("type").asText()).as("%s", reply).isEqualTo("reply");
    return reply;
  }

  /** Sends a request that must be refused, and returns the code. */
  public String refusal(String type, String fields) {
    JsonNode reply = request(type, fields);
    assertThat(reply.path("type").asText()).as("%s", reply).isEqualTo("error");
    return reply.path("code").asText();
  }

  /** The next event of a type; others before it are dropped. */
  public JsonNode event(String type) {
    while (true) {
      JsonNode message = events.isEmpty() ? next() : events.removeFirst();
      if (message.path("type").asText().equals(type)) {
        return message;
      }
    }
  }

  /** The next message of any kind that has not been looked at yet. */
  public JsonNode next() {
    try {
      JsonNode message = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("no message came");
      }
      SchemaChecker.assertServerMessage(message);
      return message;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Types of the events up to now: whatever came before the reply to a harmless request. */
  public List<String> eventTypesSoFar() {
    request("candidate", "{\"candidate\":\"\"}");
    List<String> types = events.stream().map(event -> event.path("type").asText()).toList();
    events.clear();
    return types;
  }

  /** Waits for the server's close and returns its code. */
  public int closeCode() {
    return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Closes with a code. */
  public void close(int code) {
    socket.sendClose(code, "").join();
  }

  /** Breaks the connection. */
  public void abort() {
    socket.abort();
  }

  @Override
  public void close() {
    socket.abort();
    http.close();
  }
}
