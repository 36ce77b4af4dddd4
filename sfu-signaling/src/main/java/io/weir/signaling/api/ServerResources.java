package io.weir.signaling.api;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import io.weir.signaling.statistics.StatisticsCache;
import java.util.Objects;

/** What the server says of itself. Signaling's event loop only. */
final class ServerResources {

  private final ApiRoutes.Subject subject;
  private final StatisticsCache cache;
  private final long startedAt;

  ServerResources(ApiRoutes.Subject subject, StatisticsCache cache) {
    this.subject = subject;
    this.cache = cache;
    startedAt = subject.clock().millis();
  }

  Future<Views.Server> describe(RoutingContext context) {
    String version = ServerResources.class.getPackage().getImplementationVersion();
    return Future.succeededFuture(
        new Views.Server(
            "Weir",
            Objects.requireNonNullElse(version, "unknown"),
            startedAt,
            subject.media().busyRatios().size(),
            subject.srtpEngine()));
  }

  Future<Views.ServerStats> stats(RoutingContext context) {
    return cache
        .get()
        .map(measured ->
            ServerViews.stats(
                subject.clock().millis(), subject.rooms(), subject.media(), measured));
  }
}
