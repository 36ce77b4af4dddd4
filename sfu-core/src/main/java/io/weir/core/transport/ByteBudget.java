package io.weir.core.transport;

import io.weir.core.control.PublisherLimits;

/**
 * How many bytes may pass: a bit rate, and up to a second's worth of it at once, for key frames
 * come in bursts. One thread.
 *
 * <p>Kept as one moment in time, that at which everything passed so far would have been paid for (a
 * virtual scheduling algorithm, ITU-T I.371 Annex A).
 */
final class ByteBudget {
  private static final long BURST_NS = 1_000_000_000L;
  private static final double BIT_NS_PER_BYTE = 8e9;

  /** Nanoseconds that each byte takes; 0 for nothing. */
  private double nsPerByte;

  private long paidNs;
  private boolean used;

  /** Sets the rate; {@link PublisherLimits#UNLIMITED} lets everything pass. */
  void rate(long bitsPerSecond) {
    nsPerByte = bitsPerSecond == PublisherLimits.UNLIMITED ? 0 : BIT_NS_PER_BYTE / bitsPerSecond;
  }

  /**
   * Whether a packet may pass; if so it is paid for. One that alone is more than a second's worth
   * passes when nothing is owed: otherwise it never would.
   */
  boolean take(int bytes, long nowNs) {
    if (nsPerByte == 0) {
      return true;
    }
    boolean owing = used && paidNs - nowNs > 0;
    long paid = (owing ? paidNs : nowNs) + (long) (bytes * nsPerByte);
    if (owing && paid - nowNs > BURST_NS) {
      return false;
    }
    paidNs = paid;
    used = true;
    return true;
  }
}
