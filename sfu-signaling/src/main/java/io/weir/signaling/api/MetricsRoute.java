package io.weir.signaling.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Route;
import io.weir.signaling.metrics.Metrics;
import io.weir.signaling.web.WebRoutes;

/** Serves {@code /metrics}. Signaling's event loop only. */
public final class MetricsRoute {

  private MetricsRoute() {}

  /**
   * Adds the route.
   *
   * @param open whether everybody may read, not only who may control the server
   */
  public static void add(WebRoutes web, AdminAccess access, Metrics metrics, boolean open) {
    Route route = web.router().get("/metrics");
    if (!open) {
      route.handler(access.toServer());
    }
    route.handler(context ->
        context
            .response()
            .putHeader(HttpHeaders.CONTENT_TYPE, Metrics.CONTENT_TYPE)
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
            .end(metrics.scrape()));
  }
}
