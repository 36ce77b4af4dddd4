package io.weir.core.congestion;

/**
 * What a client believes its own link to carry, from when frames arrive: the receiving side of
 * draft-ietf-rmcat-gcc-02 §5, as libwebrtc had it before transport-wide feedback
 * (remote_bitrate_estimator_single_stream.cc, which goes by RTP timestamps). One thread.
 */
public final class ReceiverSideEstimate {
  /** Returned while nothing is known. */
  public static final long UNKNOWN = -1;

  private static final long NS_PER_SECOND = 1_000_000_000L;
  private static final long TICKS_PER_SECOND = 90_000;

  private final PacketGroups groups = new PacketGroups();
  private final Trendline trendline = new Trendline();
  private final AcknowledgedRate arriving = new AcknowledgedRate();
  private RateControl rate = new RateControl(0, 0);
  private boolean began;
  private boolean known;
  private long ticks;

  /** Nothing arrived yet. */
  public ReceiverSideEstimate() {}

  /** A packet arrived. */
  public void onPacket(int timestamp, int bytes, long nowNs) {
    ticks = began ? ticks + (timestamp - (int) ticks) : Integer.toUnsignedLong(timestamp);
    began = true;
    arriving.add(nowNs, bytes);
    long present = arriving.bitsPerSecond();
    if (present == AcknowledgedRate.UNKNOWN) {
      return;
    }
    if (!known) {
      known = true;
      rate = new RateControl(present, nowNs);
    }
    long sentNs = ticks * NS_PER_SECOND / TICKS_PER_SECOND;
    if (groups.add(sentNs, nowNs, nowNs)) {
      trendline.add(groups.sentDeltaNs(), groups.arrivalDeltaNs(), nowNs);
      update(nowNs);
    }
  }

  /** What the link is believed to carry, in bit/s, or {@link #UNKNOWN}. */
  public long bitsPerSecond() {
    return known ? rate.bitsPerSecond() : UNKNOWN;
  }

  private void update(long nowNs) {
    if (trendline.use() != LinkUse.OVERUSED) {
      rate.update(trendline.use(), arriving.bitsPerSecond(), false, nowNs);
    } else if (rate.mayReduce(arriving.fullLinkBps(), nowNs)) {
      rate.update(LinkUse.OVERUSED, arriving.fullLinkBps(), false, nowNs);
    }
  }
}
