package io.weir.bench.load.signal;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Measures how late signaling's event loops are with what is due: joins take as much longer as
 * their messages wait for the tester itself. Any thread.
 */
public final class LoopWatch {

  private static final long TICK_MS = 20;
  private static final long TICK_US = TimeUnit.MILLISECONDS.toMicros(TICK_MS);

  private final ConcurrentHistogram lateness;

  private LoopWatch(int digits) {
    lateness = new ConcurrentHistogram(digits);
  }

  /**
   * Begins to watch as many event loops, which should be all; ends with their Vert.x.
   *
   * @param digits that matter of a lateness
   */
  public static LoopWatch of(Vertx vertx, int loops, int digits) {
    LoopWatch watch = new LoopWatch(digits);
    // Instances of a verticle are dealt to the event loops in turn.
    String _ =
        vertx
            .deployVerticle(watch::onItsLoop, new DeploymentOptions().setInstances(loops))
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    return watch;
  }

  private VerticleBase onItsLoop() {
    return new VerticleBase() {
      @Override
      public Future<?> start() {
        watch(context);
        return Future.succeededFuture();
      }
    };
  }

  private void watch(Context loop) {
    long dueNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TICK_MS);
    long _ =
        loop.owner()
            .setTimer(
                TICK_MS,
                id -> {
                  record(System.nanoTime() - dueNs);
                  watch(loop);
                });
  }

  /** Also notes how late all would have been that was due in that time. */
  private void record(long lateNs) {
    lateness.recordValueWithExpectedInterval(
        Math.max(0, TimeUnit.NANOSECONDS.toMicros(lateNs)), TICK_US);
  }

  /** How late the loops were at each moment so far, in µs; a copy. */
  public Histogram lateness() {
    return lateness.copy();
  }
}
