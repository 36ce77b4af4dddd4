package io.weir.core.congestion;

/**
 * How long packets wait in the link's queue, as far as their delay exceeds the least one of the
 * last 10 to 20 s. The clocks of both ends may differ by anything, as long as one does not run away
 * from the other. One thread.
 */
final class QueueDelay {
  private static final long PERIOD_NS = 10_000_000_000L;
  private static final long NONE = Long.MAX_VALUE;

  private long least = NONE;
  private long leastBefore = NONE;
  private long periodEndsNs;
  private long presentNs;

  /** Takes the packets of a feedback: that of them which waited least tells of the queue. */
  void update(FeedbackBatch batch, long nowNs) {
    long shortest = NONE;
    for (int i = 0; i < batch.count(); i++) {
      shortest = Math.min(shortest, batch.arrivedNs(i) - batch.sentNs(i));
    }
    if (shortest == NONE) {
      return;
    }
    if (least == NONE || periodEndsNs - nowNs <= 0) {
      periodEndsNs = nowNs + PERIOD_NS;
      leastBefore = least;
      least = shortest;
    }
    least = Math.min(least, shortest);
    presentNs = shortest - Math.min(least, leastBefore);
  }

  /** The least time from sending to arriving, on the clocks of both ends. */
  long leastNs() {
    return Math.min(least, leastBefore);
  }

  /** How long the packets of the last feedback waited at least. */
  long presentNs() {
    return presentNs;
  }
}
