package io.weir.core.room;

/**
 * Decides how long packets may wait for company. Together they cost a busy worker less, and while a
 * worker has little to do nobody waits. A pure rule: time and load are arguments. Worker thread
 * only.
 *
 * <pre>
 *   wait
 *   5 ms                 ┌──────
 *                      ╱
 *   0 ───────────────╱
 *     idle         50 %  80 %  100 % busy
 * </pre>
 *
 * <p>What is spared makes the worker less busy, so the wait settles where both fit; it moves half
 * way to its goal at most once a second, in order not to swing.
 */
final class TrainPatience {
  /** No packet waits longer: little against the 20 to 40 ms that a jitter buffer holds anyway. */
  static final long MAX_WAIT_NS = 5_000_000;

  /** Up to here nobody waits. */
  static final double BUSY = 0.5;

  /** From here on the wait is the longest. */
  static final double VERY_BUSY = 0.8;

  /** With fewer subscribers on a worker there is too little to spare. */
  static final int MIN_SUBSCRIBERS = 20;

  private static final long PERIOD_NS = 1_000_000_000L;

  private long waitNs;
  private long adjustedNs = Long.MIN_VALUE;

  /** Takes note of the load, 0 to 1. */
  void adjust(double busyRatio, long nowNs) {
    double share = Math.clamp((busyRatio - BUSY) / (VERY_BUSY - BUSY), 0.0, 1.0);
    if (share == 0) {
      waitNs = 0;
      return;
    }
    if (adjustedNs == Long.MIN_VALUE || nowNs - adjustedNs >= PERIOD_NS) {
      adjustedNs = nowNs;
      waitNs = (waitNs + (long) (share * MAX_WAIT_NS)) / 2;
    }
  }

  /**
   * Until when packets may wait; not later than now for those that may not.
   *
   * @param firstNs when the first of them arrived
   * @param complete whether nothing is to come soon, because a frame ended
   */
  long dueNs(long firstNs, boolean complete, int subscribers) {
    return complete || subscribers < MIN_SUBSCRIBERS ? firstNs : firstNs + waitNs;
  }
}
