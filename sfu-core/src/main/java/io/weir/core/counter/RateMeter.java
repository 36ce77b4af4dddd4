package io.weir.core.counter;

/**
 * A sum that grows, and how fast it did between the last two samples. One thread; adding is one
 * addition and allocates nothing.
 */
public final class RateMeter {
  private static final double NS_PER_SECOND = 1e9;
  private static final long NEVER = Long.MIN_VALUE;

  private long total;
  private long sampledTotal;
  private long sampledNs = NEVER;
  private double perSecond;

  /** Adds to the sum. */
  public void add(long amount) {
    total += amount;
  }

  /** Ends a window; call about once a second. */
  public void sample(long nowNs) {
    if (sampledNs != NEVER && nowNs - sampledNs > 0) {
      perSecond = (total - sampledTotal) * NS_PER_SECOND / (nowNs - sampledNs);
    }
    sampledTotal = total;
    sampledNs = nowNs;
  }

  /** Nothing is sampled any more: its last rate would stand there for ever. */
  public void end() {
    perSecond = 0;
    sampledNs = NEVER;
  }

  /** The sum. */
  public long total() {
    return total;
  }

  /** Its growth per second over the last window; 0 before the first one and after the end. */
  public double perSecond() {
    return perSecond;
  }
}
