package io.weir.core.congestion;

/**
 * Tells from the slope of the one-way delay whether a link's queue grows: trendline_estimator.cc of
 * libwebrtc (modules/congestion_controller/goog_cc, as of 2024), whose adaptive threshold is that
 * of Carlucci et al., "Analysis and Design of the Google Congestion Control for Web Real-Time
 * Communication" (2016), §4.2, and of draft-ietf-rmcat-gcc-02 §5.4. One thread.
 */
final class Trendline {
  private static final double NS_PER_MS = 1e6;

  private static final int WINDOW = 20;
  private static final double SMOOTHING = 0.9;
  private static final double GAIN = 4;
  private static final int MAX_COUNTED_DELTAS = 60;
  private static final double OVERUSE_MS = 10;
  private static final double FIRST_THRESHOLD = 12.5;
  private static final double MIN_THRESHOLD = 6;
  private static final double MAX_THRESHOLD = 600;
  private static final double MAX_ADAPTING = 15;
  private static final double UP = 0.0087;
  private static final double DOWN = 0.039;
  private static final double MAX_STEP_MS = 100;

  private final double[] arrivals = new double[WINDOW];
  private final double[] delays = new double[WINDOW];
  private int next;
  private int deltas;

  private long firstArrivalNs;
  private double accumulated;
  private double smoothed;

  private double previousSlope;
  private double threshold = FIRST_THRESHOLD;
  private long thresholdNs = Long.MIN_VALUE;
  private double overusingMs = -1;
  private int overusing;
  private LinkUse use = LinkUse.NORMAL;

  /** Takes the next group's delay against the one before. */
  void add(long sentDeltaNs, long arrivalDeltaNs, long arrivalNs) {
    if (deltas == 0) {
      firstArrivalNs = arrivalNs;
    }
    deltas++;
    accumulated += (arrivalDeltaNs - sentDeltaNs) / NS_PER_MS;
    smoothed = SMOOTHING * smoothed + (1 - SMOOTHING) * accumulated;
    arrivals[next] = (arrivalNs - firstArrivalNs) / NS_PER_MS;
    delays[next] = smoothed;
    next = (next + 1) % WINDOW;
    double slope = deltas >= WINDOW ? slope() : previousSlope;
    detect(slope, sentDeltaNs / NS_PER_MS, arrivalNs);
  }

  /** What the delays say. */
  LinkUse use() {
    return use;
  }

  /** How fast the queue grows, against {@link #threshold}. */
  double trend() {
    return Math.min(deltas, MAX_COUNTED_DELTAS) * previousSlope * GAIN;
  }

  double threshold() {
    return threshold;
  }

  /** Forgets all delays; the threshold stays. */
  void clear() {
    deltas = 0;
    next = 0;
    accumulated = 0;
    smoothed = 0;
    previousSlope = 0;
    overusingMs = -1;
    overusing = 0;
    use = LinkUse.NORMAL;
  }

  private void detect(double slope, double sentDeltaMs, long arrivalNs) {
    if (deltas < 2) {
      use = LinkUse.NORMAL;
      return;
    }
    double trend = Math.min(deltas, MAX_COUNTED_DELTAS) * slope * GAIN;
    if (trend > threshold) {
      overusingMs = overusingMs < 0 ? sentDeltaMs / 2 : overusingMs + sentDeltaMs;
      overusing++;
      if (overusingMs > OVERUSE_MS && overusing > 1 && slope >= previousSlope) {
        overusingMs = 0;
        overusing = 0;
        use = LinkUse.OVERUSED;
      }
    } else {
      overusingMs = -1;
      overusing = 0;
      use = trend < -threshold ? LinkUse.UNDERUSED : LinkUse.NORMAL;
    }
    previousSlope = slope;
    adapt(trend, arrivalNs);
  }

  /** The threshold follows the trend, so that a competing flow does not starve this one. */
  private void adapt(double trend, long arrivalNs) {
    if (thresholdNs == Long.MIN_VALUE) {
      thresholdNs = arrivalNs;
    }
    double size = Math.abs(trend);
    if (size <= threshold + MAX_ADAPTING) { // A sudden jump says nothing of the link's noise.
      double gain = size < threshold ? DOWN : UP;
      double stepMs = Math.clamp((arrivalNs - thresholdNs) / NS_PER_MS, 0, MAX_STEP_MS);
      threshold =
          Math.clamp(threshold + gain * (size - threshold) * stepMs, MIN_THRESHOLD, MAX_THRESHOLD);
    }
    thresholdNs = arrivalNs;
  }

  /** Least squares over the window, in ms per ms. */
  private double slope() {
    double meanArrival = 0;
    double meanDelay = 0;
    for (int i = 0; i < WINDOW; i++) {
      meanArrival += arrivals[i];
      meanDelay += delays[i];
    }
    meanArrival /= WINDOW;
    meanDelay /= WINDOW;
    double numerator = 0;
    double denominator = 0;
    for (int i = 0; i < WINDOW; i++) {
      double x = arrivals[i] - meanArrival;
      numerator += x * (delays[i] - meanDelay);
      denominator += x * x;
    }
    return denominator == 0 ? previousSlope : numerator / denominator;
  }
}
