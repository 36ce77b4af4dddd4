package io.weir.signaling.limit;

/**
 * So many per second on average, and five seconds' worth at once. One thread.
 *
 * <p>Kept as the moment at which everything taken so far would have been paid for.
 */
public final class Rate {

  private static final long SECOND_NS = 1_000_000_000L;
  private static final long BURST_NS = 5 * SECOND_NS;

  private final long costNs;
  private long paidNs;

  /** A rate that has not been used yet. */
  public Rate(int perSecond, long nowNs) {
    costNs = SECOND_NS / perSecond;
    paidNs = nowNs;
  }

  /** Takes one; false when there is none left now. */
  public boolean take(long nowNs) {
    long paid = (paidNs - nowNs > 0 ? paidNs : nowNs) + costNs;
    if (paid - nowNs > BURST_NS) {
      return false;
    }
    paidNs = paid;
    return true;
  }
}
