package io.weir.signaling.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.netty.channel.Channel;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.impl.HttpServerConnection;
import io.weir.signaling.auth.Authenticator;
import io.weir.signaling.config.Limits;
import io.weir.signaling.limit.Gatekeeper;
import io.weir.signaling.session.ClientLink;
import io.weir.signaling.session.ClientSessions;
import io.weir.signaling.session.MemberRequests;
import io.weir.signaling.session.ModeratorRequests;
import io.weir.signaling.session.Negotiations;
import io.weir.signaling.session.Outbox;
import io.weir.signaling.session.RoomDirectory;
import io.weir.signaling.session.SessionServices;
import io.weir.signaling.session.Timing;
import io.weir.signaling.testing.NothingMeasured;
import io.weir.signaling.testing.RecordingMediaPlane;
import io.weir.signaling.testing.UnheardQuality;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How much one turn of the event loop may say to a client that reads, and to one that does not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BurstTest {

  private static final int PATIENCE_SECONDS = 60;
  private static final String TEXT = "x".repeat(10_000);

  private final Vertx vertx = Vertx.vertx();
  private final WebSocketClient clients = vertx.createWebSocketClient();
  private final SessionServices services = services();
  private final Gatekeeper gatekeeper = new Gatekeeper(Limits.defaults(), List.of());
  private HttpServer server;
  private volatile int burst;
  private volatile CountDownLatch heard = new CountDownLatch(0);
  private volatile CompletableFuture<Boolean> gone = new CompletableFuture<>();

  private SessionServices services() {
    RecordingMediaPlane media = new RecordingMediaPlane(event -> {});
    RoomDirectory rooms = new RoomDirectory(media, InstantSource.system(), Limits.defaults());
    return new SessionServices(
        rooms,
        new ClientSessions(),
        new Negotiations(vertx, media, List.of()),
        new MemberRequests(media, InstantSource.system(), new UnheardQuality()),
        new NothingMeasured(),
        new ModeratorRequests(rooms, media),
        Authenticator.create(vertx, Map.of()),
        JsonNodeFactory.instance.arrayNode(),
        Timing.STANDARD);
  }

  @BeforeAll
  void start() throws Exception {
    server = vertx.createHttpServer().requestHandler(this::serve);
    await(server.listen(0, "127.0.0.1").toCompletionStage());
  }

  @AfterAll
  void stop() throws Exception {
    await(vertx.close().toCompletionStage());
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private void serve(HttpServerRequest request) {
    Channel channel =
        ((HttpServerConnection) request.connection()).channelHandlerContext().channel();
    request.toWebSocket().onSuccess(socket -> open(channel, socket));
  }

  private void open(Channel channel, ServerWebSocket socket) {
    channel.closeFuture().addListener(end -> gone.complete(true));
    ClientConnection.serve(
        vertx,
        channel,
        socket,
        gatekeeper.openGate("::1", System.nanoTime()),
        Timing.STANDARD,
        outbox -> new ClientLink(services, new Talkative(outbox), null, true, System.nanoTime()));
  }

  /** Says a burst wherever one answer is due: while the client's own message is being read. */
  private final class Talkative implements Outbox {
    private final Outbox outbox;

    private Talkative(Outbox outbox) {
      this.outbox = outbox;
    }

    @Override
    public void send(String text) {
      for (int i = 0; i < burst; i++) {
        outbox.send(TEXT);
      }
    }

    @Override
    public void close(int code, String reason) {
      outbox.close(code, reason);
    }
  }

  private void ask(ClientWebSocket client, boolean reads) throws Exception {
    WebSocketConnectOptions options =
        new WebSocketConnectOptions().setHost("127.0.0.1").setPort(server.actualPort());
    WebSocket socket = await(client.connect(options).toCompletionStage());
    if (!reads) {
      socket.pause();
    }
    await(socket.writeTextMessage("anything").toCompletionStage());
  }

  @Test
  void shouldKeepWhoReadsAlthoughOneTurnSaysMoreThanMayWait() throws Exception {
    burst = (ClientConnection.MAX_UNSENT_BYTES + (1 << 20)) / TEXT.length();
    gone = new CompletableFuture<>();
    heard = new CountDownLatch(burst);
    ask(clients.webSocket().textMessageHandler(text -> heard.countDown()), true);
    assertThat(heard.await(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .as("%d of %d left; gone: %s", heard.getCount(), burst, gone.isDone())
        .isTrue();
  }

  /** The kernel takes some MB for it, so far more is said. */
  @Test
  void shouldGiveUpWhoDoesNotRead() throws Exception {
    burst = 40 * ClientConnection.MAX_UNSENT_BYTES / TEXT.length();
    gone = new CompletableFuture<>();
    ask(clients.webSocket(), false);
    assertThat(gone.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }
}
