package io.weir.signaling.limit;

/**
 * So many per second on average, and some seconds' worth at once. One thread.
 *
 * <p>Kept as the moment at which everything taken so far would have been paid for.
 */
public final class Rate {

  private static final long SECOND_NS = 1_000_000_000L;
  private static final int BURST_SECONDS = 5;

  private final long costNs;
  private final long burstNs;
  private long paidNs;

  /** A rate that has not been used yet, with five seconds' worth at once. */
  public Rate(int perSecond, long nowNs) {
    this(perSecond, BURST_SECONDS, nowNs);
  }

  /** A rate that has not been used yet, with so many seconds' worth at once. */
  public Rate(int perSecond, int burstSeconds, long nowNs) {
    burstNs = burstSeconds * SECOND_NS;
    costNs = SECOND_NS / perSecond;
    paidNs = nowNs;
  }

  /** Takes one; false when there is none left now. */
  public boolean take(long nowNs) {
    return take(1, nowNs);
  }

  /** Takes so many; false, and takes none, when there are not as many left now. */
  public boolean take(int amount, long nowNs) {
    long paid = (paidNs - nowNs > 0 ? paidNs : nowNs) + amount * costNs;
    if (paid - nowNs > burstNs) {
      return false;
    }
    paidNs = paid;
    return true;
  }
}
