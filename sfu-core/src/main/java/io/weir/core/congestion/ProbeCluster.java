package io.weir.core.congestion;

/**
 * A short burst at a given rate that shows whether the link carries it, as BitrateProber of
 * libwebrtc (modules/pacing/bitrate_prober.cc, as of 2024) sends it. Whoever sends the transport's
 * packets spends it: media first, the rest retransmissions or padding, each packet reported with
 * {@link #id} to {@link BandwidthEstimator#onSent}, which counts it. Worker thread only; the object
 * is used again for later bursts.
 */
public final class ProbeCluster {
  /** The cluster of packets that belong to none. */
  public static final int NONE = 0;

  /** Packets that a burst needs for its rate to be told. */
  static final int MIN_PACKETS = 5;

  /** How long a burst lasts. */
  static final long DURATION_NS = 15_000_000;

  /**
   * The same where packets arrive in clumps some 20 ms apart, among which a burst's rate would be
   * lost; longer ones fill a slow link's queue too much.
   */
  static final long LONG_DURATION_NS = 40_000_000;

  private static final long NS_PER_SECOND = 1_000_000_000L;

  private int id;
  private long bitsPerSecond;
  private int bytes;
  private int sentBytes;
  private int sentPackets;
  private long firstSentNs;

  ProbeCluster() {}

  void begin(int number, long rate, long durationNs, long nowNs) {
    firstSentNs = nowNs;
    id = number;
    bitsPerSecond = rate;
    bytes = (int) (rate / Byte.SIZE * durationNs / NS_PER_SECOND);
    sentBytes = 0;
    sentPackets = 0;
  }

  void onSent(int length, long nowNs) {
    if (sentPackets == 0) {
      firstSentNs = nowNs;
    }
    sentPackets++;
    sentBytes += length;
  }

  boolean isSpent() {
    return sentBytes >= bytes && sentPackets >= MIN_PACKETS;
  }

  /** What {@link BandwidthEstimator#onSent} wants to hear for its packets, 1 to 255. */
  public int id() {
    return id;
  }

  /** The rate at which its packets shall leave. */
  public long bitsPerSecond() {
    return bitsPerSecond;
  }

  /** Bytes that the whole burst shall have; more are sent where five packets need them. */
  public int bytes() {
    return bytes;
  }

  /** Bytes that are still to be sent; may be 0 or less while packets are missing. */
  public int bytesLeft() {
    return bytes - sentBytes;
  }

  /** Packets that are still to be sent at least. */
  public int packetsLeft() {
    return Math.max(0, MIN_PACKETS - sentPackets);
  }

  /** When the next of its packets shall leave. */
  public long nextSendNs() {
    return firstSentNs + (long) sentBytes * Byte.SIZE * NS_PER_SECOND / bitsPerSecond;
  }
}
