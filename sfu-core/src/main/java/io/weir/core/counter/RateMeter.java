package io.weir.core.counter;

/**
 * How fast a sum grew between the last two samples. The sum itself is kept where it is added to, so
 * that what happens with every packet does not touch what is looked at once a second. One thread.
 */
public final class RateMeter {
  private static final double NS_PER_SECOND = 1e9;
  private static final long NEVER = Long.MIN_VALUE;

  private long sampledTotal;
  private long sampledNs = NEVER;
  private double perSecond;

  /** Ends a window at which the sum is {@code total}; call about once a second. */
  public void sample(long total, long nowNs) {
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

  /** Its growth per second over the last window; 0 before the first one and after the end. */
  public double perSecond() {
    return perSecond;
  }
}
