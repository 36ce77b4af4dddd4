package io.weir.core.congestion;

/**
 * The estimate that follows from delays: delay_based_bwe.cc of libwebrtc
 * (modules/congestion_controller/goog_cc, as of 2024), draft-ietf-rmcat-gcc-02 §5. One thread.
 */
final class DelayBasedEstimate {
  /** After so long without packets earlier delays say nothing any more. */
  private static final long STREAM_PAUSE_NS = 2_000_000_000L;

  private final PacketGroups groups = new PacketGroups();
  private final Trendline trendline = new Trendline();
  private final RateControl rate;
  private long lastHeardNs = Long.MIN_VALUE;

  DelayBasedEstimate(long startBps, long nowNs) {
    rate = new RateControl(startBps, nowNs);
  }

  /**
   * Takes what arrived.
   *
   * @param acknowledged what arrives
   * @param fallenBps what the link carries now that it got much worse, or {@link SuddenFall#NONE}
   * @param probedBps what a probe burst found, or {@link ProbeResults#NOTHING}
   * @param limited whether too little is sent to show what the link carries
   */
  void update(
      FeedbackBatch batch,
      AcknowledgedRate acknowledged,
      long fallenBps,
      long probedBps,
      boolean limited,
      long nowNs) {
    if (lastHeardNs != Long.MIN_VALUE && nowNs - lastHeardNs > STREAM_PAUSE_NS) {
      groups.clear();
      trendline.clear();
    }
    lastHeardNs = nowNs;
    for (int i = 0; i < batch.count(); i++) {
      if (groups.add(batch.sentNs(i), batch.arrivedNs(i), nowNs)) {
        trendline.add(groups.sentDeltaNs(), groups.arrivalDeltaNs(), batch.arrivedNs(i));
      }
    }
    if (fallenBps != SuddenFall.NONE) {
      rate.update(LinkUse.OVERUSED, fallenBps, limited, nowNs);
    } else if (trendline.use() == LinkUse.OVERUSED) {
      long arriving = acknowledged.fullLinkBps();
      if (rate.mayReduce(arriving, nowNs)) {
        rate.update(LinkUse.OVERUSED, arriving, limited, nowNs);
      }
    } else if (probedBps != ProbeResults.NOTHING) {
      rate.onProbe(probedBps, nowNs);
    } else {
      rate.update(trendline.use(), acknowledged.bitsPerSecond(), limited, nowNs);
    }
  }

  LinkUse use() {
    return trendline.use();
  }

  long bitsPerSecond() {
    return rate.bitsPerSecond();
  }

  void roundTripNs(long measured) {
    rate.roundTripNs(measured);
  }

  void reduceTo(long bitsPerSecond, long nowNs) {
    rate.reduceTo(bitsPerSecond, nowNs);
  }
}
