package io.weir.bench.load.measure;

import org.HdrHistogram.AbstractHistogram;

/**
 * One-way delays, from the moment a packet was built for the publisher's socket to the moment the
 * kernel took it in for the viewer's, in µs; all 0 when nothing was measured.
 *
 * @param count packets measured
 * @param min least
 * @param mean average
 * @param p50 median
 * @param p90 90 of 100 packets took no longer
 * @param p95 95 of 100 packets took no longer
 * @param p99 99 of 100 packets took no longer
 * @param p999 999 of 1000 packets took no longer
 * @param max most
 */
public record DelaySummary(
    long count,
    long min,
    double mean,
    long p50,
    long p90,
    long p95,
    long p99,
    long p999,
    long max) {
  /** Nothing measured. */
  public static final DelaySummary NONE = new DelaySummary(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Of a histogram in µs. */
  public static DelaySummary of(AbstractHistogram micros) {
    if (micros.getTotalCount() == 0) {
      return NONE;
    }
    return new DelaySummary(
        micros.getTotalCount(),
        micros.getMinValue(),
        micros.getMean(),
        micros.getValueAtPercentile(50),
        micros.getValueAtPercentile(90),
        micros.getValueAtPercentile(95),
        micros.getValueAtPercentile(99),
        micros.getValueAtPercentile(99.9),
        micros.getMaxValue());
  }
}
