package io.weir.core.congestion;

/**
 * How much of what is sent arrives, in bits per second: bitrate_estimator.cc of libwebrtc
 * (modules/congestion_controller/goog_cc, as of 2024), a Bayesian estimate over windows of 150 ms.
 * One thread.
 */
final class AcknowledgedRate {
  /** Returned by {@link #bitsPerSecond} before enough has arrived. */
  static final long UNKNOWN = -1;

  private static final double NS_PER_MS = 1e6;
  private static final double FIRST_WINDOW_MS = 500;
  private static final double WINDOW_MS = 150;
  private static final double UNCERTAINTY = 10;
  private static final double FIRST_VARIANCE = 50;
  private static final double VARIANCE_STEP = 5;
  private static final double CHANGE_VARIANCE = 200;
  private static final double BITS_PER_KILOBIT = 1000;

  private double kbps = UNKNOWN;
  private double variance = FIRST_VARIANCE;
  private long sum;
  private double windowMs;
  private long lastNs = Long.MIN_VALUE;

  /** A packet arrived, on the receiver's clock. */
  void add(long arrivalNs, int bytes) {
    double window = kbps < 0 ? FIRST_WINDOW_MS : WINDOW_MS;
    double sample = close(arrivalNs, window);
    sum += bytes;
    if (sample < 0) {
      return;
    }
    if (kbps < 0) {
      kbps = sample;
      return;
    }
    // A sample that is far away counts little; both are in kbit/s.
    double uncertainty = kbps == 0 ? UNCERTAINTY : UNCERTAINTY * Math.abs(kbps - sample) / kbps;
    double sampleVariance = uncertainty * uncertainty;
    double predicted = variance + VARIANCE_STEP;
    kbps = (sampleVariance * kbps + predicted * sample) / (sampleVariance + predicted);
    variance = sampleVariance * predicted / (sampleVariance + predicted);
  }

  /** The rate is about to change much: what comes next counts more. */
  void expectChange() {
    variance += CHANGE_VARIANCE;
  }

  /** The rate, or {@link #UNKNOWN}. */
  long bitsPerSecond() {
    return kbps < 0 ? UNKNOWN : (long) (kbps * BITS_PER_KILOBIT);
  }

  /** Closes the window if it is over; returns its rate in kbit/s, or -1. */
  private double close(long arrivalNs, double window) {
    if (lastNs != Long.MIN_VALUE) {
      double gap = (arrivalNs - lastNs) / NS_PER_MS;
      if (gap < 0) {
        windowMs = 0;
        sum = 0;
      } else {
        windowMs += gap;
        if (gap > window) { // Nothing came for longer than the window.
          sum = 0;
          windowMs %= window;
        }
      }
    }
    lastNs = arrivalNs;
    if (windowMs < window) {
      return -1;
    }
    double rate = Byte.SIZE * sum / window;
    windowMs -= window;
    sum = 0;
    return rate;
  }
}
