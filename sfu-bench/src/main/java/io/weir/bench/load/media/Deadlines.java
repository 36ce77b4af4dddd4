package io.weir.bench.load.media;

/** Arithmetic of deadlines on a clock that may wrap around, {@link TimerHeap#NEVER} aside. */
final class Deadlines {
  private Deadlines() {}

  /** The earlier of two. */
  static long earlier(long one, long other) {
    if (one == TimerHeap.NEVER) {
      return other;
    }
    return other == TimerHeap.NEVER || one - other < 0 ? one : other;
  }

  /** Whether a deadline has come. */
  static boolean isDue(long deadlineNs, long nowNs) {
    return deadlineNs != TimerHeap.NEVER && deadlineNs - nowNs <= 0;
  }
}
