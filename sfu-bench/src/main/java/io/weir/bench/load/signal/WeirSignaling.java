package io.weir.bench.load.signal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.util.List;

/** Weir's own signaling: a WebSocket for each client. */
public final class WeirSignaling implements Signaling {

  private static final String SUBPROTOCOL = "weir.v1";
  private static final int ROOM_FOR_ALL = 1_000_000;
  private static final int MAX_MESSAGE = 4 << 20;
  private static final int CONNECT_MILLIS = 10_000;

  private final URI server;
  private final Tokens tokens;
  private final WebSocketClient client;
  private final WebSocketConnectOptions address;

  /**
   * @param server for instance {@code http://127.0.0.1:8080}
   * @param insecureTls whether any certificate will do
   */
  public WeirSignaling(Vertx vertx, URI server, Tokens tokens, boolean insecureTls) {
    this.server = server;
    this.tokens = tokens;
    boolean tls = Urls.isTls(server);
    WebSocketClientOptions options =
        new WebSocketClientOptions()
            .setMaxConnections(ROOM_FOR_ALL)
            .setMaxMessageSize(MAX_MESSAGE)
            .setMaxFrameSize(MAX_MESSAGE)
            .setConnectTimeout(CONNECT_MILLIS)
            .setTryUsePerMessageCompression(false)
            .setSsl(tls)
            .setTrustAll(insecureTls)
            .setVerifyHost(!insecureTls);
    client = vertx.createWebSocketClient(options);
    address =
        new WebSocketConnectOptions()
            .setHost(server.getHost())
            .setPort(Urls.port(server))
            .setSsl(tls)
            .setURI("/ws")
            .setSubProtocols(List.of(SUBPROTOCOL));
  }

  @Override
  public String description() {
    return "Weir at " + server;
  }

  @Override
  public boolean resumes() {
    return true;
  }

  @Override
  public Future<SignalingSession> join(Peer peer) {
    WeirSession session = new WeirSession(this, peer, tokens.of(peer).orElse(""));
    return session.join().map(done -> session);
  }

  /** Another connection. */
  Future<WeirSocket> connect() {
    return client
        .connect(new WebSocketConnectOptions(address))
        .map(WeirSocket::new)
        .recover(failure -> Future.failedFuture(SignalingException.of(failure)));
  }

  @Override
  public void close() {
    client.close();
  }
}
