package io.weir.bench.load;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread on which a run's course is decided and all its clients' states are kept. */
final class Director implements Executor, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Director.class);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "load-director");
        made.setDaemon(true);
        return made;
      });

  @Override
  public void execute(Runnable task) {
    after(0, task);
  }

  /** Does something later; nothing once closed. */
  void after(long delayNs, Runnable task) {
    try {
      Future<?> _ = thread.schedule(guarded(task), delayNs, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException ignored) {
      // The run is over: what was still under way does not matter any more.
    }
  }

  /** Does something again and again, the first time after one period. */
  void every(long periodNs, Runnable task) {
    Future<?> _ =
        thread.scheduleAtFixedRate(guarded(task), periodNs, periodNs, TimeUnit.NANOSECONDS);
  }

  /** A mistake in one task must neither end the others nor stay unseen. */
  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("The load tester made a mistake", e);
      }
    };
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
