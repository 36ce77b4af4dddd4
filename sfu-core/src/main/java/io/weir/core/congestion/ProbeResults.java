package io.weir.core.congestion;

/**
 * What the packets of probe bursts tell: probe_bitrate_estimator.cc of libwebrtc
 * (modules/congestion_controller/goog_cc, as of 2024). One thread.
 */
final class ProbeResults {
  /** Returned by {@link #add} while a burst tells nothing. */
  static final long NOTHING = -1;

  private static final double NS_PER_SECOND = 1e9;
  private static final double NEEDED_SHARE = 0.8;
  private static final long MAX_INTERVAL_NS = 1_000_000_000L;
  private static final double MAX_FASTER = 2;
  private static final double FULL_BELOW = 0.9;
  private static final double USABLE_SHARE = 0.95;

  /** Packets sent closer to each other may arrive as close. */
  private static final long LEAST_GAP_NS = 500_000;

  /** Packets that arrive within less than this share of their distance came together. */
  private static final int TOGETHER_FRACTION = 4;

  private int id;
  private int neededBytes;
  private int packets;
  private long bytes;
  private int lastSentBytes;
  private int firstArrivedBytes;
  private long firstSentNs;
  private long lastSentNs;
  private long firstArrivalNs;
  private long lastArrivalNs;
  private long previousSentNs;
  private long previousArrivalNs;
  private int together;
  private boolean slowed;

  /**
   * Whether the burst of the last result arrived more slowly than it was sent. Only then does the
   * result tell what the link carries at most; otherwise it is what the link carries at least.
   */
  boolean isSlowed() {
    return slowed;
  }

  /**
   * Whether most packets of the latest burst arrived together with the one before, though they were
   * sent one after the other: the client takes what came from time to time, or the way there does.
   * How long such a burst took to arrive says little if it is about as short as these times.
   */
  boolean isClumped() {
    return 2 * together > packets - 1;
  }

  /** A packet of a burst arrived; returns the rate that the burst found, as far as it is known. */
  long add(int cluster, int clusterBytes, long sentNs, long arrivalNs, int size) {
    if (cluster != id) {
      id = cluster;
      neededBytes = (int) (clusterBytes * NEEDED_SHARE);
      packets = 0;
      bytes = 0;
      together = 0;
    }
    long sentGap = sentNs - previousSentNs;
    if (packets > 0
        && sentGap >= LEAST_GAP_NS
        && arrivalNs - previousArrivalNs < sentGap / TOGETHER_FRACTION) {
      together++;
    }
    previousSentNs = sentNs;
    previousArrivalNs = arrivalNs;
    if (packets == 0 || sentNs < firstSentNs) {
      firstSentNs = sentNs;
    }
    if (packets == 0 || sentNs >= lastSentNs) {
      lastSentNs = sentNs;
      lastSentBytes = size;
    }
    if (packets == 0 || arrivalNs < firstArrivalNs) {
      firstArrivalNs = arrivalNs;
      firstArrivedBytes = size;
    }
    if (packets == 0 || arrivalNs > lastArrivalNs) {
      lastArrivalNs = arrivalNs;
    }
    packets++;
    bytes += size;
    if (packets < ProbeCluster.MIN_PACKETS * NEEDED_SHARE || bytes < neededBytes) {
      return NOTHING;
    }
    return rate();
  }

  private long rate() {
    long sending = lastSentNs - firstSentNs;
    long arriving = lastArrivalNs - firstArrivalNs;
    if (sending <= 0 || sending > MAX_INTERVAL_NS || arriving <= 0 || arriving > MAX_INTERVAL_NS) {
      return NOTHING;
    }
    // The last packet sent, and the first that arrived, only mark an end of their intervals.
    double sent = (bytes - lastSentBytes) * Byte.SIZE * NS_PER_SECOND / sending;
    double arrived = (bytes - firstArrivedBytes) * Byte.SIZE * NS_PER_SECOND / arriving;
    if (arrived > MAX_FASTER * sent) {
      return NOTHING;
    }
    // Slower than it was sent: that is what the link carries, of which a little is left free.
    slowed = arrived < FULL_BELOW * sent;
    return (long) (slowed ? USABLE_SHARE * arrived : Math.min(sent, arrived));
  }
}
