package io.weir.signaling.limit;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;

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
    private final List<HttpServerRequest> open = new ArrayList<>();
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
    connection.closeHandler(closed -> forget(connection));
  }

  /** Serves requests, watching how they arrive. */
  public Handler<HttpServerRequest> around(Handler<HttpServerRequest> handler) {
    return request -> {
      HttpConnection connection = request.connection();
      Watch watch = watches.get(connection);
      if (watch != null) {
        onHead(connection, watch, request);
      }
      handler.handle(request);
    };
  }

  private void onHead(HttpConnection connection, Watch watch, HttpServerRequest request) {
    forgetAnswered(watch);
    watch.open.add(request);
    if (request.isEnded()) {
      awaitHead(connection, watch);
      return;
    }
    vertx.cancelTimer(watch.timer);
    long bodyTimer =
        vertx.setTimer(
            limitMs,
            late -> {
              if (isWatched(connection, watch)) {
                connection.close();
              }
            });
    request
        .end()
        .onComplete(whole -> {
          vertx.cancelTimer(bodyTimer);
          awaitHead(connection, watch);
        });
  }

  private boolean isWatched(HttpConnection connection, Watch watch) {
    return watch.equals(watches.get(connection));
  }

  private static void forgetAnswered(Watch watch) {
    watch.open.removeIf(request -> request.response().ended() || request.response().closed());
  }

  private void awaitHead(HttpConnection connection, Watch watch) {
    if (!isWatched(connection, watch)) {
      return;
    }
    vertx.cancelTimer(watch.timer);
    watch.timer = vertx.setTimer(limitMs, late -> onLate(connection, watch));
  }

  private void onLate(HttpConnection connection, Watch watch) {
    forgetAnswered(watch);
    if (!watch.open.isEmpty()) {
      awaitHead(connection, watch); // It waits for us, not we for it.
    } else {
      connection.close();
    }
  }

  /** Leaves a connection alone from now on, because it is a WebSocket. */
  public void forget(HttpConnection connection) {
    Watch watch = watches.remove(connection);
    if (watch != null) {
      vertx.cancelTimer(watch.timer);
    }
  }
}
