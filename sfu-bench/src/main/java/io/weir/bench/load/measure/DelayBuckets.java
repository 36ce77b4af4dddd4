package io.weir.bench.load.measure;

/**
 * One stream's delays in a few hundred bytes, because there are thousands of streams: four buckets
 * per doubling from 16 µs on, so percentiles are up to a quarter too high; least, mean and most are
 * exact. One thread.
 */
final class DelayBuckets {
  private static final int FIRST_BIT = 4;
  private static final int STEPS_BITS = 2;
  private static final int STEPS = 1 << STEPS_BITS;

  /** Up to 2^26 µs, more than a minute. */
  private static final int BUCKETS = (26 - FIRST_BIT + 1) * STEPS;

  private final int[] counts = new int[BUCKETS];
  private long count;
  private long sum;
  private long min = Long.MAX_VALUE;
  private long max;

  /** Notes a delay, 0 to 2^26 µs. */
  void record(long micros) {
    counts[bucket(micros)]++;
    count++;
    sum += micros;
    min = Math.min(min, micros);
    max = Math.max(max, micros);
  }

  DelaySummary summary() {
    if (count == 0) {
      return DelaySummary.NONE;
    }
    return new DelaySummary(
        count,
        min,
        (double) sum / count,
        percentile(0.5),
        percentile(0.9),
        percentile(0.95),
        percentile(0.99),
        percentile(0.999),
        max);
  }

  /** The upper end of the bucket in which the percentile lies, as far as there were delays. */
  private long percentile(double share) {
    long wanted = Math.max(1, (long) Math.ceil(share * count));
    long seen = 0;
    int bucket = 0;
    while (bucket < BUCKETS - 1 && seen + counts[bucket] < wanted) {
      seen += counts[bucket];
      bucket++;
    }
    return Math.clamp(end(bucket), min, max);
  }

  private static int bucket(long micros) {
    if (micros < 1 << FIRST_BIT) {
      return (int) (micros >>> (FIRST_BIT - STEPS_BITS));
    }
    int bit = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros);
    int step = (int) (micros >>> (bit - STEPS_BITS)) & (STEPS - 1);
    return Math.min(BUCKETS - 1, (bit - FIRST_BIT + 1) * STEPS + step);
  }

  private static long end(int bucket) {
    int octave = bucket / STEPS;
    int step = bucket % STEPS;
    if (octave == 0) {
      return (step + 1L) << (FIRST_BIT - STEPS_BITS);
    }
    return (STEPS + step + 1L) << (octave - 1 + FIRST_BIT - STEPS_BITS);
  }
}
