package io.weir.signaling.limit;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections whose requests do not arrive in time, however busily they trickle: so long is
 * allowed for each request's head, from the connection's opening or the last request on, and again
 * for its body. WebSockets are left alone. Event loop only.
 */
public final class SlowRequests {

  private final Vertx vertx;
  private final long limitMs;
  private final Map<HttpConnection, Watch> watches = new WeakHashMap<>();

  /** What one connection is doing. */
  private static final class Watch {
    private long timer = -1;
    private @Nullable HttpServerRequest last;
  }

  /** Allows so many seconds. */
  public SlowRequests(Vertx vertx, int seconds) {
    this.vertx = vertx;
    this.limitMs = TimeUnit.SECONDS.toMillis(seconds);
  }

  /** Begins to watch a connection. */
  public void watch(HttpConnection connection) {
    Watch watch = new Watch();
    watches.put(connection, watch);
    awaitHead(connection, watch);
    connection.closeHandler(closed -> forget(connection, watch));
  }

  /** Serves requests, watching how they arrive. */
  public Handler<HttpServerRequest> around(Handler<HttpServerRequest> handler) {
    return request -> {
      HttpConnection connection = request.connection();
      Watch watch = watches.get(connection);
      if (watch != null) {
        if (request.headers().contains(HttpHeaders.UPGRADE)) {
          forget(connection, watch);
        } else {
          onHead(connection, watch, request);
        }
      }
      handler.handle(request);
    };
  }

  private void onHead(HttpConnection connection, Watch watch, HttpServerRequest request) {
    watch.last = request;
    if (request.isEnded()) {
      awaitHead(connection, watch);
      return;
    }
    vertx.cancelTimer(watch.timer);
    long bodyTimer = vertx.setTimer(limitMs, late -> connection.close());
    request
        .end()
        .onComplete(whole -> {
          vertx.cancelTimer(bodyTimer);
          awaitHead(connection, watch);
        });
  }

  private void awaitHead(HttpConnection connection, Watch watch) {
    vertx.cancelTimer(watch.timer);
    watch.timer = vertx.setTimer(limitMs, late -> onLate(connection, watch));
  }

  private void onLate(HttpConnection connection, Watch watch) {
    HttpServerRequest last = watch.last;
    if (last != null && !last.response().ended()) {
      awaitHead(connection, watch); // It waits for us, not we for it.
    } else {
      connection.close();
    }
  }

  private void forget(HttpConnection connection, Watch watch) {
    vertx.cancelTimer(watch.timer);
    watches.remove(connection);
  }
}
