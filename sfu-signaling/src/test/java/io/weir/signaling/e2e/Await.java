package io.weir.signaling.e2e;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for conditions of the real world, which have no virtual time; on the test's thread. */
final class Await {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Supplier<String> diagnostics;

  /**
   * Waits for conditions.
   *
   * @param diagnostics what a failure's message ends with
   */
  Await(Supplier<String> diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** Waits until the condition holds, at most a minute. */
  void until(String what, Callable<Boolean> condition) {
    until(what, condition, value -> value);
  }

  /** Asks again and again until the answer fits, at most a minute; returns that answer. */
  <T> T until(String what, Callable<T> question, Predicate<T> fits) {
    long deadlineNs = System.nanoTime() + LIMIT.toNanos();
    @Nullable Object last;
    do {
      try {
        T answer = question.call();
        if (fits.test(answer)) {
          return answer;
        }
        last = answer;
      } catch (Exception e) {
        last = e;
      }
      LockSupport.parkNanos(PAUSE_NS);
    } while (deadlineNs - System.nanoTime() > 0);
    throw new AssertionError(
        "%s: not within %d s; last seen: %s%n%s"
            .formatted(what, LIMIT.toSeconds(), last, diagnostics.get()));
  }
}
