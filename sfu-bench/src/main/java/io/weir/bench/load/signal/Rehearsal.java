package io.weir.bench.load.signal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.weir.bench.load.media.DtlsSetup;
import io.weir.bench.load.media.LocalMedia;
import io.weir.bench.load.sdp.ClientAnswer;
import io.weir.bench.load.sdp.ClientOffer;
import io.weir.bench.load.sdp.DescriptionException;
import io.weir.bench.load.sdp.Format;
import io.weir.core.control.DtlsFingerprint;
import io.weir.core.control.IceParameters;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins a stage of cardboard on this machine a few times, so that the first real client does not
 * pay for what a Java program does once: loading classes and compiling them.
 */
public final class Rehearsal {

  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int JOINS = 40;
  private static final int PATIENCE_SECONDS = 10;
  private static final ClientOffer.Wishes WISHES =
      new ClientOffer.Wishes(1, 1, List.of(Format.OPUS, Format.VP8), true);
  private static final LocalMedia LOCAL =
      new LocalMedia(
          new IceParameters("rehearsal", "passwordOf22Characters"),
          List.of(),
          new DtlsFingerprint("sha-256", "AB" + ":CD".repeat(31)),
          DtlsSetup.ACTPASS,
          "rehearsal",
          List.of());

  private Rehearsal() {}

  /** Plays it; blocks for about a second. That it fails does no harm. */
  public static void play(Vertx vertx) {
    HttpServer stage =
        vertx
            .createHttpServer(new HttpServerOptions().setWebSocketSubProtocols(List.of("weir.v1")))
            .webSocketHandler(Rehearsal::answer)
            .requestHandler(Rehearsal::answer);
    try {
      await(stage.listen(0, "127.0.0.1"));
      String address = "http://127.0.0.1:" + stage.actualPort();
      Tokens tokens = Tokens.fixed("");
      try (Signaling weir = new WeirSignaling(vertx, URI.create(address), tokens, false);
          Signaling http = new HttpSignaling(vertx, "", address + "/whep", tokens, false)) {
        for (Signaling signaling : List.of(weir, http)) {
          List<Future<Void>> joins = new ArrayList<>();
          for (int i = 0; i < JOINS; i++) {
            joins.add(signaling.join(new Understudy()).compose(SignalingSession::leave));
          }
          await(Future.join(joins));
        }
      }
    } catch (RuntimeException e) {
      LOG.debug("The rehearsal failed", e);
    } finally {
      await(stage.close());
    }
  }

  private static <T> void await(Future<T> future) {
    T _ =
        future
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .join();
  }

  /** As Weir does to join and offer. */
  private static void answer(ServerWebSocket socket) {
    socket.textMessageHandler(text -> {
      try {
        JsonNode request = JSON.readTree(text);
        ObjectNode reply = JSON.createObjectNode();
        reply.put("type", "reply").set("id", request.path("id"));
        String offer = request.path("sdp").asText();
        if (!offer.isEmpty()) {
          reply.put("sdp", sdp(offer));
        }
        socket.writeTextMessage(reply.toString());
      } catch (JsonProcessingException | DescriptionException e) {
        socket.close();
      }
    });
  }

  private static void answer(HttpServerRequest request) {
    request
        .body()
        .onSuccess(body -> {
          try {
            request
                .response()
                .setStatusCode(201)
                .putHeader("Location", "/session")
                .end(body.length() == 0 ? "" : sdp(body.toString()));
          } catch (DescriptionException e) {
            request.response().setStatusCode(400).end();
          }
        });
  }

  private static String sdp(String offer) throws DescriptionException {
    return ClientAnswer.to(offer, LOCAL, WISHES).text();
  }

  /** Somebody who wants sound and picture and gets none. */
  private static final class Understudy implements Peer {
    @Override
    public String name() {
      return "understudy";
    }

    @Override
    public String room() {
      return "stage";
    }

    @Override
    public boolean publishes() {
      return false;
    }

    @Override
    public boolean watches() {
      return true;
    }

    @Override
    public ClientOffer offer() throws DescriptionException {
      return ClientOffer.of(LOCAL, WISHES);
    }

    @Override
    public void accept(ClientOffer offer, String answer) throws DescriptionException {
      offer.accept(answer);
    }

    @Override
    public String answer(String offer) throws DescriptionException {
      return sdp(offer);
    }

    @Override
    public boolean isWaiting() {
      return true;
    }

    @Override
    public void ended(String reason) {
      // Whatever happens on stage is no news.
    }

    @Override
    public void postponed(String reason) {
      // Nobody is.
    }
  }
}
