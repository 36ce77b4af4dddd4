package io.weir.core.room;

/**
 * Bounds how often a track's encodings, which come, go and change size as their publisher likes,
 * make work for all who watch it: several changes in a row take effect at once, as when a publisher
 * begins, and after them one in a while, for all that came meanwhile. Worker thread only.
 */
final class ChangePace {
  /** Each of four encodings may come and tell its size. */
  static final int BURST = 8;

  /** Later ones wait for each other. */
  static final long INTERVAL_NS = 100_000_000L;

  private int left = BURST;
  private long countedNs;
  private boolean waiting;

  /** Whether a change may take effect now; otherwise it waits until {@link #isDue}. */
  boolean mayTakeEffect(long nowNs) {
    refill(nowNs);
    waiting = left == 0;
    left -= waiting ? 0 : 1;
    return !waiting;
  }

  /** Whether a change has waited long enough; {@link #mayTakeEffect} says yes next. */
  boolean isDue(long nowNs) {
    return waiting && nextDeadlineNs() - nowNs <= 0;
  }

  /** When {@link #isDue}; {@code Long.MAX_VALUE} for never. */
  long nextDeadlineNs() {
    return waiting ? countedNs + INTERVAL_NS : Long.MAX_VALUE;
  }

  private void refill(long nowNs) {
    if (left == BURST) {
      countedNs = nowNs;
      return;
    }
    long gained = (nowNs - countedNs) / INTERVAL_NS;
    left = (int) Math.min(BURST, left + gained);
    countedNs += gained * INTERVAL_NS;
  }
}
