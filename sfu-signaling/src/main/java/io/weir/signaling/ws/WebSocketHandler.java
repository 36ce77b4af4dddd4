package io.weir.signaling.ws;

import io.netty.channel.Channel;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.ext.web.RoutingContext;
import io.weir.signaling.limit.Gatekeeper;
import io.weir.signaling.session.ClientLink;
import io.weir.signaling.session.SessionServices;
import io.weir.signaling.web.Bearer;
import io.weir.signaling.web.Loopback;
import io.weir.signaling.web.Problem;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens WebSockets with the subprotocol {@code weir.v1}. Signaling's event loop only. */
public final class WebSocketHandler implements Handler<RoutingContext> {

  /** The name and version of the protocol. */
  public static final String SUBPROTOCOL = "weir.v1";

  private static final Logger LOG = LoggerFactory.getLogger(WebSocketHandler.class);
  private static final String PROTOCOL_HEADER = "Sec-WebSocket-Protocol";

  private final SessionServices services;
  private final Gatekeeper gatekeeper;
  private final Consumer<HttpConnection> onUpgraded;

  /**
   * Opens sessions that work with these services.
   *
   * @param onUpgraded hears of connections that are WebSockets from now on
   */
  public WebSocketHandler(
      SessionServices services, Gatekeeper gatekeeper, Consumer<HttpConnection> onUpgraded) {
    this.services = services;
    this.gatekeeper = gatekeeper;
    this.onUpgraded = onUpgraded;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
      Problem.send(context, 400, "This address speaks WebSocket.");
      return;
    }
    if (!offersSubprotocol(request.getHeader(PROTOCOL_HEADER))) {
      Problem.send(context, 400, "The WebSocket must offer the subprotocol " + SUBPROTOCOL + ".");
      return;
    }
    String address = gatekeeper.address(request);
    if (!gatekeeper.admitsWebSocket(address)) {
      Problem.send(context, 429, "This address has too many WebSockets that are in no room.");
      return;
    }
    @Nullable String token = Bearer.token(request);
    Channel channel =
        ((HttpServerConnection) request.connection()).channelHandlerContext().channel();
    boolean fromLoopback = Loopback.isRemote(request);
    request
        .toWebSocket()
        .onSuccess(socket -> {
          onUpgraded.accept(request.connection());
          ClientConnection.serve(
              context.vertx(),
              channel,
              socket,
              gatekeeper.openGate(address, System.nanoTime()),
              services.timing(),
              outbox -> new ClientLink(services, outbox, token, fromLoopback, System.nanoTime()));
        })
        .onFailure(e -> LOG.debug("A WebSocket handshake failed", e));
  }

  private static boolean offersSubprotocol(@Nullable String header) {
    return header != null
        && Arrays.stream(header.split(",")).map(String::strip).anyMatch(SUBPROTOCOL::equals);
  }
}
