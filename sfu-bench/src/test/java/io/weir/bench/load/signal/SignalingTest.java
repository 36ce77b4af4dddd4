package io.weir.bench.load.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.weir.bench.load.media.DtlsSetup;
import io.weir.bench.load.media.LocalMedia;
import io.weir.bench.load.sdp.ClientOffer;
import io.weir.bench.load.sdp.DescriptionException;
import io.weir.bench.load.sdp.Format;
import io.weir.core.control.DtlsFingerprint;
import io.weir.core.control.IceParameters;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** WHIP and WHEP against a server that answers as a test wants. */
class SignalingTest {

  private static final String ANSWER = "v=0 this is the answer";

  private final Vertx vertx = Vertx.vertx();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  /** Starts a server; returns where it is. */
  private String serve(Consumer<HttpServerRequest> handler) {
    HttpServer server =
        await(
            vertx
                .createHttpServer()
                .requestHandler(request -> {
                  requests.add(
                      request.method()
                          + " "
                          + request.path()
                          + " "
                          + request.getHeader("Authorization"));
                  request.body().onSuccess(body -> handler.accept(request));
                })
                .listen(0, "127.0.0.1"));
    return "http://127.0.0.1:" + server.actualPort();
  }

  private HttpSignaling signaling(String server) {
    return new HttpSignaling(
        vertx, server + "/whip/{room}/{client}", server + "/whep/{room}", Tokens.fixed("t"), false);
  }

  private static void accept(HttpServerRequest request) {
    request
        .response()
        .setStatusCode(201)
        .putHeader("Location", "/session/1")
        .putHeader("Link", "<stun:192.0.2.1>; rel=\"ice-server\"")
        .end(ANSWER);
  }

  @Test
  void aPublisherPostsItsOfferAndDeletesItsSession() {
    String server =
        serve(request -> {
          if (request.method().name().equals("POST")) {
            accept(request);
          } else {
            request.response().end();
          }
        });
    HttpSignaling signaling = signaling(server);
    TestPeer peer = new TestPeer(true);
    SignalingSession session = await(signaling.join(peer));
    assertThat(peer.answers).containsExactly(ANSWER);
    await(session.leave());
    assertThat(requests).containsExactly("POST /whip/r/ada Bearer t", "DELETE /session/1 Bearer t");
    assertThat(signaling.notes()).singleElement().asString().contains("ICE servers");
  }

  @Test
  void anAnswerIsNotMissedThatCameBeforeItsCallerWentOn() {
    String server = serve(SignalingTest::accept);
    HttpSignaling signaling =
        new HttpSignaling(
            UnscheduledCaller.of(vertx), server + "/whip", server, Tokens.fixed("t"), false);
    TestPeer peer = new TestPeer(true);
    SignalingSession session = await(signaling.join(peer));
    assertThat(peer.answers).containsExactly(ANSWER);
    await(session.leave());
  }

  @Test
  void aRedirectionIsFollowed() {
    String server =
        serve(request -> {
          if ("/whep/r".equals(request.path())) {
            request.response().setStatusCode(307).putHeader("Location", "/elsewhere/r").end();
          } else {
            accept(request);
          }
        });
    await(signaling(server).join(new TestPeer(false)));
    assertThat(requests).containsExactly("POST /whep/r Bearer t", "POST /elsewhere/r Bearer t");
  }

  @Test
  void aRefusalIsGivenInTheServersWords() {
    String server =
        serve(request ->
            request
                .response()
                .setStatusCode(409)
                .putHeader("Content-Type", "application/problem+json")
                .end("{\"title\":\"Conflict\",\"detail\":\"The room has a presenter.\"}"));
    assertThatThrownBy(() -> await(signaling(server).join(new TestPeer(true))))
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("409 The room has a presenter.");
  }

  @Test
  void aBusyServerIsAskedAgainWhenItSays() {
    AtomicInteger attempts = new AtomicInteger();
    String server =
        serve(request -> {
          if (attempts.incrementAndGet() < 3) {
            request.response().setStatusCode(503).putHeader("Retry-After", "1").end("full");
          } else {
            accept(request);
          }
        });
    TestPeer peer = new TestPeer(true);
    await(new PatientSignaling(vertx, signaling(server)).join(peer));
    assertThat(peer.postponed).containsExactly("503 full", "503 full");
  }

  @Test
  void aPeerThatHasGivenUpIsNotBroughtInAgain() {
    String server = serve(request -> request.response().setStatusCode(429).end("slow down"));
    TestPeer peer = new TestPeer(true);
    peer.waiting = false;
    assertThatThrownBy(() -> await(new PatientSignaling(vertx, signaling(server)).join(peer)))
        .hasMessageContaining("429 slow down");
    assertThat(requests).hasSize(1);
  }

  @Test
  void aServerThatIsNotThereIsSaidSo() {
    HttpSignaling signaling = signaling("http://127.0.0.1:1");
    assertThatThrownBy(() -> await(signaling.join(new TestPeer(true))))
        .hasMessageContaining("does not take connections");
    WeirSignaling weir =
        new WeirSignaling(vertx, URI.create("http://127.0.0.1:1"), Tokens.fixed(""), false);
    assertThatThrownBy(() -> await(weir.join(new TestPeer(true))))
        .hasMessageContaining("does not take connections");
  }

  /** A peer that wants one picture and keeps what it is told. */
  static final class TestPeer implements Peer {
    final List<String> answers = new ArrayList<>();
    final List<String> postponed = new ArrayList<>();
    volatile boolean waiting = true;
    private final boolean publishes;

    TestPeer(boolean publishes) {
      this.publishes = publishes;
    }

    @Override
    public String name() {
      return "ada";
    }

    @Override
    public String room() {
      return "r";
    }

    @Override
    public boolean publishes() {
      return publishes;
    }

    @Override
    public boolean watches() {
      return !publishes;
    }

    @Override
    public ClientOffer offer() throws DescriptionException {
      LocalMedia local =
          new LocalMedia(
              new IceParameters("ufrag", "passwordOf22Characters"),
              List.of(),
              new DtlsFingerprint("sha-256", "AB" + ":CD".repeat(31)),
              DtlsSetup.ACTPASS,
              "cname",
              List.of());
      return ClientOffer.of(local, new ClientOffer.Wishes(0, 1, List.of(Format.VP8), true));
    }

    @Override
    public void accept(ClientOffer offer, String answer) {
      answers.add(answer);
    }

    @Override
    public String answer(String offer) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isWaiting() {
      return waiting;
    }

    @Override
    public void ended(String reason) {
      answers.add("ended: " + reason);
    }

    @Override
    public void postponed(String reason) {
      postponed.add(reason);
    }
  }
}
