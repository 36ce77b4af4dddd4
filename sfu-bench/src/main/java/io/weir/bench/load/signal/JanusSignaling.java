package io.weir.bench.load.signal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.weir.bench.load.sdp.ClientOffer;
import io.weir.bench.load.sdp.DescriptionException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The VideoRoom of Janus, over its WebSocket API. Publishers offer, to viewers the server does; who
 * does both has two connections. Rooms are named by strings ({@code string_ids = true}).
 */
public final class JanusSignaling implements Signaling {

  private static final String SUBPROTOCOL = "janus-protocol";
  private static final int MANY = 1_000_000;
  private static final int MAX_MESSAGE = 4 << 20;
  private static final long KEEP_ALIVE_MS = TimeUnit.SECONDS.toMillis(25);

  private final Vertx vertx;
  private final URI server;
  private final WebSocketClient client;
  private final JanusFeeds feeds;
  private final int pictures;

  /**
   * A way into rooms of one server.
   *
   * @param server for instance {@code ws://127.0.0.1:8188}
   * @param publishers how many each room will have
   * @param pictures how many of them each viewer watches
   */
  public JanusSignaling(Vertx vertx, URI server, int publishers, int pictures) {
    this.vertx = vertx;
    this.server = server;
    this.feeds = new JanusFeeds(publishers);
    this.pictures = pictures;
    client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxConnections(MANY)
                .setMaxMessageSize(MAX_MESSAGE)
                .setMaxFrameSize(MAX_MESSAGE)
                .setTryUsePerMessageCompression(false));
  }

  @Override
  public String description() {
    return "Janus at " + server;
  }

  @Override
  public boolean resumes() {
    return false;
  }

  @Override
  public boolean offersToViewers() {
    return true;
  }

  @Override
  public Future<SignalingSession> join(Peer peer) {
    WebSocketConnectOptions address =
        new WebSocketConnectOptions()
            .setHost(server.getHost())
            .setPort(server.getPort())
            .setURI("/")
            .setSubProtocols(List.of(SUBPROTOCOL));
    return client
        .connect(address)
        .compose(connected -> {
          JanusSocket socket = new JanusSocket(connected, peer::ended);
          return socket
              .attach()
              .compose(attached -> peer.publishes() ? publish(socket, peer) : watch(socket, peer))
              .map(entered -> keep(socket))
              .onFailure(failure -> socket.close());
        })
        .recover(failure -> Future.failedFuture(SignalingException.of(failure)));
  }

  private Future<Void> publish(JanusSocket socket, Peer peer) {
    ObjectNode join = JanusSocket.body("join");
    join.put("ptype", "publisher").put("room", peer.room()).put("id", peer.name());
    return createRoom(socket, peer.room())
        .compose(ready -> socket.ask(join, null, null))
        .compose(joined -> {
          try {
            ClientOffer offer = peer.offer();
            return socket
                .ask(JanusSocket.body("publish"), "offer", offer.text())
                .compose(answer -> accept(peer, offer, answer));
          } catch (DescriptionException e) {
            return Future.failedFuture(new SignalingException(SignalingException.causeOf(e)));
          }
        })
        .onSuccess(agreed -> socket.up().onSuccess(up -> feeds.add(peer.room(), peer.name())));
  }

  /** Whoever comes first makes the room; for the others it is there already. */
  private static Future<Void> createRoom(JanusSocket socket, String room) {
    ObjectNode create = JanusSocket.body("create");
    create.put("room", room).put("publishers", MANY).put("bitrate", 0).put("fir_freq", 0);
    create.put("videocodec", "vp8,vp9,h264,av1").put("audiocodec", "opus");
    create.put("audiolevel_event", false).put("notify_joining", false);
    return socket.ask(create, null, null).<Void>mapEmpty().otherwiseEmpty();
  }

  private static Future<Void> accept(Peer peer, ClientOffer offer, JsonNode answer) {
    try {
      peer.accept(offer, answer.path("jsep").path("sdp").asText());
      return Future.succeededFuture();
    } catch (DescriptionException e) {
      return Future.failedFuture(new SignalingException(SignalingException.causeOf(e)));
    }
  }

  private Future<Void> watch(JanusSocket socket, Peer peer) {
    return feeds
        .next(peer.room(), pictures)
        .compose(chosen -> {
          ObjectNode join = JanusSocket.body("join");
          join.put("ptype", "subscriber").put("room", peer.room());
          ArrayNode streams = join.putArray("streams");
          chosen.forEach(feed -> streams.addObject().put("feed", feed));
          return socket.ask(join, null, null);
        })
        .compose(offered -> {
          try {
            String answer = peer.answer(offered.path("jsep").path("sdp").asText());
            return socket.ask(JanusSocket.body("start"), "answer", answer);
          } catch (DescriptionException e) {
            return Future.failedFuture(new SignalingException(SignalingException.causeOf(e)));
          }
        })
        .mapEmpty();
  }

  private SignalingSession keep(JanusSocket socket) {
    long timer = vertx.setPeriodic(KEEP_ALIVE_MS, tick -> socket.keepAlive());
    return new SignalingSession() {
      @Override
      public Future<Void> leave() {
        vertx.cancelTimer(timer);
        return socket.close();
      }

      @Override
      public void cut() {
        vertx.cancelTimer(timer);
        socket.close();
      }

      @Override
      public Future<Void> resume() {
        return Future.failedFuture(new SignalingException("Janus cannot resume"));
      }
    };
  }

  @Override
  public void close() {
    client.close();
  }
}
