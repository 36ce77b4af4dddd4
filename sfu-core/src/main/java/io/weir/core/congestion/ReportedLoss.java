package io.weir.core.congestion;

/**
 * The limit that follows from what receiver reports tell of losses, for clients that send nothing
 * better: the loss-based controller of draft-ietf-rmcat-gcc-02 §6. One thread.
 */
final class ReportedLoss {
  private static final double HIGH = 0.1;
  private static final double LOW = 0.02;
  private static final double INCREASE = 1.05;
  private static final double DECREASE = 0.5;

  /** Reports come about once a second; several in a short time tell of the same losses. */
  private static final long INTERVAL_NS = 500_000_000L;

  private long limitBps = BandwidthEstimator.MAX_BPS;
  private long changedNs = Long.MIN_VALUE;

  /** The limit in bits per second. */
  long bitsPerSecond() {
    return limitBps;
  }

  /**
   * Takes a report.
   *
   * @param lostShare of the packets since the last report, 0 to 1
   * @param presentBps what may be sent now
   */
  void onReport(double lostShare, long presentBps, long nowNs) {
    if (changedNs != Long.MIN_VALUE && nowNs - changedNs < INTERVAL_NS) {
      return;
    }
    changedNs = nowNs;
    if (lostShare > HIGH) {
      limitBps = BandwidthEstimator.clamp((long) (presentBps * (1 - DECREASE * lostShare)));
    } else if (lostShare < LOW) {
      limitBps = BandwidthEstimator.clamp((long) (limitBps * INCREASE));
    }
  }
}
