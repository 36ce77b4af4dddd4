package io.weir.core.testkit;

/**
 * How durations are distributed, counted in buckets of at most a 32nd of their value, so that any
 * number of them takes the same memory. One thread.
 */
public final class DurationDistribution {
  private static final int SUB_BITS = 5;
  private static final int SUB = 1 << SUB_BITS;

  /** Durations in nanoseconds are counted in microseconds. */
  private static final long UNIT_NS = 1_000;

  private final long[] buckets = new long[SUB * (Long.SIZE - SUB_BITS)];
  private long count;
  private long maximumNs;

  /**
   * Durations in nanoseconds; percentiles are the upper ends of their buckets, zero when there is
   * nothing to tell.
   *
   * @param count how many there were
   */
  public record Summary(long count, long medianNs, long p95Ns, long p99Ns, long maximumNs) {}

  /** Counts a duration; one below zero is one of zero. */
  public void add(long durationNs) {
    buckets[bucket(Math.max(0, durationNs) / UNIT_NS)]++;
    count++;
    maximumNs = Math.max(maximumNs, durationNs);
  }

  /** What there was so far. */
  public Summary summary() {
    return new Summary(count, percentileNs(50), percentileNs(95), percentileNs(99), maximumNs);
  }

  /** What so many of a hundred do not exceed. */
  public long percentileNs(double percent) {
    long wanted = (long) Math.ceil(count * percent / 100);
    long seen = 0;
    for (int i = 0; i < buckets.length && wanted > 0; i++) {
      seen += buckets[i];
      if (seen >= wanted) {
        return Math.min(maximumNs, upperEnd(i) * UNIT_NS);
      }
    }
    return 0;
  }

  /** Values below 32 have a bucket each, then each doubling has 32. */
  private static int bucket(long value) {
    int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - SUB_BITS - 1);
    return (shift << SUB_BITS) + (int) (value >>> shift);
  }

  private static long upperEnd(int bucket) {
    int shift = Math.max(0, (bucket >>> SUB_BITS) - 1);
    return ((bucket - ((long) shift << SUB_BITS)) + 1) << shift;
  }
}
