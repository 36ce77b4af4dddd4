package io.weir.core.testkit;

/**
 * A competing flow that sends at one rate whatever becomes of its datagrams, as a broadcast does.
 * One thread.
 */
public final class SteadyFlow implements CompetingFlow {
  private static final double BIT_NANOS = 8e9;

  private final long intervalNs;
  private final long endNs;
  private long nextNs;

  /** Traffic of a rate from one moment to another. */
  public SteadyFlow(long bitsPerSecond, long startNs, long endNs) {
    intervalNs = Math.max(1, Math.round(DATAGRAM_BYTES * BIT_NANOS / bitsPerSecond));
    nextNs = startNs;
    this.endNs = endNs;
  }

  @Override
  public long nextDeadlineNs() {
    return nextNs - endNs < 0 ? nextNs : Long.MAX_VALUE;
  }

  @Override
  public int handleTimeout(long nowNs) {
    int due = 0;
    while (nextNs - nowNs <= 0 && nextNs - endNs < 0) {
      nextNs += intervalNs;
      due++;
    }
    return due;
  }

  @Override
  public void handleDelivered(long nowNs) {
    // Nobody answers.
  }

  @Override
  public void handleLost(long nowNs) {
    // Nobody tells.
  }
}
