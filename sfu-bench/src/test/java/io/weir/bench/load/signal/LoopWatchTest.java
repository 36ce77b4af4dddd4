package io.weir.bench.load.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LoopWatchTest {

  private static final int LOOPS = 2;
  private static final long BLOCKED_MS = 300;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS));

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** Holds every event loop up for a while, all at once. */
  private void blockAll() {
    CyclicBarrier all = new CyclicBarrier(LOOPS);
    String _ =
        vertx
            .deployVerticle(
                () ->
                    new VerticleBase() {
                      @Override
                      public Future<?> start() throws Exception {
                        all.await();
                        long untilNs =
                            System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BLOCKED_MS);
                        for (long leftNs = 1; leftNs > 0; leftNs = untilNs - System.nanoTime()) {
                          LockSupport.parkNanos(leftNs);
                        }
                        return Future.succeededFuture();
                      }
                    },
                new DeploymentOptions().setInstances(LOOPS))
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  @Test
  @Timeout(60)
  void allThatWouldHaveBeenLateIsCountedOnEveryLoop() {
    LoopWatch watch = LoopWatch.of(vertx, LOOPS, 2);
    blockAll();
    // A timer every 20 ms: when they fired at last they were 280 to 300 ms late, the next ones
    // less.
    long dueMeanwhile = LOOPS * (BLOCKED_MS - 50) / 20;
    Histogram lateness = watch.lateness();
    while (lateAtLeast(lateness, 30) < dueMeanwhile) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      lateness = watch.lateness();
    }
    assertThat(lateness.getMaxValue())
        .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toMicros(BLOCKED_MS - 30));
  }

  private static long lateAtLeast(Histogram lateness, long milliseconds) {
    long from = TimeUnit.MILLISECONDS.toMicros(milliseconds);
    return lateness.getMaxValue() < from
        ? 0
        : lateness.getCountBetweenValues(from, lateness.getMaxValue());
  }
}
