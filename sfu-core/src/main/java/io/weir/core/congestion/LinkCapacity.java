package io.weir.core.congestion;

/**
 * Where a link was found to be full lately, with how sure that is: link_capacity_estimator.cc of
 * libwebrtc (modules/remote_bitrate_estimator, as of 2024). One thread.
 */
final class LinkCapacity {
  private static final double OVERUSE_WEIGHT = 0.05;
  private static final double PROBE_WEIGHT = 0.5;
  private static final double FIRST_DEVIATION = 0.4;
  private static final double MAX_DEVIATION = 2.5;
  private static final double DEVIATIONS = 3;
  private static final double BITS_PER_KILOBIT = 1000;
  private static final double UNKNOWN = -1;

  private double kbps = UNKNOWN;
  private double deviation = FIRST_DEVIATION;

  /** So much came through when the queue grew. */
  void onOveruse(long acknowledgedBps) {
    update(acknowledgedBps / BITS_PER_KILOBIT, OVERUSE_WEIGHT);
  }

  /** So much a probe found. */
  void onProbe(long bitsPerSecond) {
    update(bitsPerSecond / BITS_PER_KILOBIT, PROBE_WEIGHT);
  }

  boolean isKnown() {
    return kbps >= 0;
  }

  void forget() {
    kbps = UNKNOWN;
  }

  long bitsPerSecond() {
    return (long) (kbps * BITS_PER_KILOBIT);
  }

  /** More than this and the link must have changed. */
  long upperBps() {
    return isKnown() ? (long) ((kbps + spread()) * BITS_PER_KILOBIT) : Long.MAX_VALUE;
  }

  /** Less than this and the link must have changed. */
  long lowerBps() {
    return isKnown() ? (long) (Math.max(0, kbps - spread()) * BITS_PER_KILOBIT) : 0;
  }

  private double spread() {
    return DEVIATIONS * Math.sqrt(deviation * kbps);
  }

  private void update(double sample, double weight) {
    kbps = isKnown() ? (1 - weight) * kbps + weight * sample : sample;
    // The variance is normalized by the estimate: relative errors are what recurs.
    double error = kbps - sample;
    deviation = (1 - weight) * deviation + weight * error * error / Math.max(kbps, 1);
    deviation = Math.clamp(deviation, FIRST_DEVIATION, MAX_DEVIATION);
  }
}
