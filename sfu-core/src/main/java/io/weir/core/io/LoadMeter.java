package io.weir.core.io;

/**
 * Measures which share of its time a worker was busy, over windows of one second. The worker's
 * thread writes; any thread reads.
 */
final class LoadMeter {
  private static final long WINDOW_NS = 1_000_000_000L;

  private long windowStartNs;
  private long waitStartNs;
  private long waitedNs;
  private volatile double busyRatio;

  /** Of a worker that begins its first turn next. */
  LoadMeter(long nowNs) {
    windowStartNs = nowNs;
    waitStartNs = nowNs;
  }

  /** The worker begins to wait. */
  void beginWait(long nowNs) {
    waitStartNs = nowNs;
  }

  /** The worker is awake again. */
  void endWait(long nowNs) {
    waitedNs += nowNs - waitStartNs;
    long elapsedNs = nowNs - windowStartNs;
    if (elapsedNs >= WINDOW_NS) {
      busyRatio = 1 - (double) waitedNs / elapsedNs;
      windowStartNs = nowNs;
      waitedNs = 0;
    }
  }

  /** 0 (idle) to 1, over the last whole window. */
  double busyRatio() {
    return busyRatio;
  }
}
