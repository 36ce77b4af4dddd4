package io.weir.core.congestion;

/**
 * Whether so little is sent that it says nothing of what the link could carry: alr_detector.cc of
 * libwebrtc (modules/congestion_controller/goog_cc, as of 2024). One thread.
 */
final class ApplicationLimit {
  private static final double NS_PER_SECOND = 1e9;

  /** Who sends less than this share of the estimate builds up a budget. */
  private static final double SHARE = 0.65;

  private static final double WINDOW_SECONDS = 0.5;
  private static final double BEGIN = 0.8;
  private static final double END = 0.5;

  private double budgetBytes;
  private long sentBytes;
  private long lastNs = Long.MIN_VALUE;
  private boolean limited;

  /** Takes the sum of the bytes sent so far. */
  void update(long totalSentBytes, long targetBps, long nowNs) {
    if (lastNs != Long.MIN_VALUE) {
      double perSecond = SHARE * targetBps / Byte.SIZE;
      double most = perSecond * WINDOW_SECONDS;
      double more = perSecond * (nowNs - lastNs) / NS_PER_SECOND;
      budgetBytes = Math.clamp(budgetBytes + more - (totalSentBytes - sentBytes), -most, most);
      double ratio = most > 0 ? budgetBytes / most : 0;
      if (ratio > BEGIN) {
        limited = true;
      } else if (ratio < END) {
        limited = false;
      }
    }
    lastNs = nowNs;
    sentBytes = totalSentBytes;
  }

  boolean isLimited() {
    return limited;
  }
}
