package io.weir.signaling.statistics;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.signaling.session.MediaStatistics;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks the media workers at most twice a second, however many dashboards and members look.
 * Signaling's event loop only.
 */
public final class StatisticsCache {

  private static final long FRESH_NS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Vertx vertx;
  private final MediaStatistics media;
  private @Nullable Future<Measured> latest;
  private long askedNs;

  /** A cache that has asked nobody yet. */
  public StatisticsCache(Vertx vertx, MediaStatistics media) {
    this.vertx = vertx;
    this.media = media;
  }

  /** What the workers measured half a second ago at most; arrives on the event loop. */
  public Future<Measured> get() {
    Future<Measured> known = latest;
    long nowNs = System.nanoTime();
    if (known != null && nowNs - askedNs < FRESH_NS) {
      return known;
    }
    askedNs = nowNs;
    Future<Measured> asked =
        Future.fromCompletionStage(media.collect(null), vertx.getOrCreateContext())
            .map(Measured::of);
    latest = asked;
    return asked;
  }
}
