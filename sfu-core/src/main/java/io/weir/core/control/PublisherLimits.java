package io.weir.core.control;

/**
 * What one participant may send.
 *
 * @param bitsPerSecond RTP packets per second, headers and retransmissions included; what goes over
 *     it is dropped as a network would, so that the publisher's congestion control comes down.
 *     {@link #UNLIMITED} for no limit
 * @param ssrcs how many SSRCs its packets may have at a time, beside those that its SDP announced
 */
public record PublisherLimits(long bitsPerSecond, int ssrcs) {

  /** No limit of the bit rate. */
  public static final long UNLIMITED = 0;

  /** What holds until something else is said. */
  public static final PublisherLimits DEFAULT = new PublisherLimits(UNLIMITED, 64);

  /** Negative limits mean nothing. */
  public PublisherLimits {
    if (bitsPerSecond < 0 || ssrcs < 0) {
      throw new IllegalArgumentException("limits must not be negative");
    }
  }
}
