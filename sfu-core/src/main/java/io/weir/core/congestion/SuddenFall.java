package io.weir.core.congestion;

/**
 * Notices within 0.3 to 0.4 s that a link carries much less than it did, and how much it carries
 * now. One thread.
 *
 * <p>{@link Trendline} looks at the last 20 groups of packets, as libwebrtc does. There a pacer
 * makes up to 200 groups a second; here frames leave as they come, and 20 of them are a second or
 * more. So this compares when each packet arrived with when it would have over a link of the
 * estimated rate. Packets that are later than that by {@link #LATE_NS} have met a queue that should
 * not be there; as long as it is, what arrives is what the link lets through, and when that is much
 * less than what was sent, the link is another one. To go by what is in flight beyond what the
 * estimate explains, rather than by a slope, is the idea of libwebrtc's
 * congestion_window_pushback_controller.cc (modules/congestion_controller/goog_cc, as of 2024).
 */
final class SuddenFall {
  /** Returned where there was none. */
  static final long NONE = -1;

  /** Jitter does not make all of some packets in a row so late. */
  private static final long LATE_NS = 40_000_000L;

  /** For so long packets must come late without exception; of less a rate says little. */
  private static final long SPAN_NS = 80_000_000L;

  private static final int MIN_PACKETS = 4;

  /** After so long it looks anew. */
  private static final long MAX_SPAN_NS = 250_000_000L;

  /** Of what was sent, and of the estimate, no more than this share arrives in the same time. */
  private static final double SHARE = 0.75;

  /**
   * So long a further fall is left to {@link Trendline}: a download that shares the link looks like
   * a fall each time its queue grows, and who yields at once each time is left with nothing.
   */
  private static final long REST_NS = 10_000_000_000L;

  private static final double BITS_PER_BYTE_NS = 8e9;

  /** When the link would have sent out everything that was reported on, at the estimated rate. */
  private long freeNs;

  /** Whether all packets since {@link #beganNs} came late, and whether a fall was told of them. */
  private boolean late;

  private boolean told;
  private long restsUntilNs = Long.MIN_VALUE;

  /** Arrival of the first late packet, which counts no more. */
  private long beganNs;

  private long freeAtBeginNs;
  private long lastNs;
  private long bytes;
  private long lostBytes;
  private int packets;

  /**
   * Takes a feedback.
   *
   * @param leastDelayNs the least time from sending to arriving, on the clocks of both ends
   * @return what the link carries since it fell, in bit/s, or {@link #NONE}
   */
  long update(FeedbackBatch batch, long leastDelayNs, long estimateBps) {
    double bytesPerNs = estimateBps / BITS_PER_BYTE_NS;
    for (int i = 0; i < batch.count(); i++) {
      freeNs = Math.max(freeNs, batch.sentNs(i)) + (long) (batch.size(i) / bytesPerNs);
      add(batch.arrivedNs(i), batch.arrivedNs(i) - leastDelayNs - freeNs, batch.size(i));
    }
    lostBytes += batch.lostBytes();
    long spanNs = lastNs - beganNs;
    if (!late || told || packets < MIN_PACKETS || spanNs < SPAN_NS || lastNs < restsUntilNs) {
      return NONE;
    }
    double arrived = (double) bytes / spanNs;
    double sent = (double) (bytes + lostBytes) / Math.max(freeNs - freeAtBeginNs, 1);
    if (arrived < SHARE * Math.min(sent, bytesPerNs)) {
      told = true;
      restsUntilNs = lastNs + REST_NS;
      return (long) (arrived * BITS_PER_BYTE_NS);
    }
    late = spanNs <= MAX_SPAN_NS;
    return NONE;
  }

  private void add(long arrivedNs, long lateNs, int size) {
    if (lateNs < LATE_NS) {
      late = false;
      told = false;
    } else if (late) {
      bytes += size;
      packets++;
    } else {
      late = true;
      beganNs = arrivedNs;
      freeAtBeginNs = freeNs;
      bytes = 0;
      lostBytes = 0;
      packets = 0;
    }
    lastNs = arrivedNs;
  }
}
