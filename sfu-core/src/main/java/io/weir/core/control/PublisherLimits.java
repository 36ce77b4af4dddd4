package io.weir.core.control;

/**
 * What one participant may send.
 *
 * @param bitsPerSecond RTP packets per second, headers and retransmissions included; what goes over
 *     it is dropped as a network would, so that the publisher's congestion control comes down.
 *     {@link #UNLIMITED} for no limit
 * @param ssrcs how many SSRCs may be learned from its packets at a time, beside those that its SDP
 *     announced; at most {@link #MAX_SSRCS}
 */
public record PublisherLimits(long bitsPerSecond, int ssrcs) {

  /** No limit of the bit rate. */
  public static final long UNLIMITED = 0;

  /**
   * SSRCs of one transport's whole life, announced and learned alike: SRTP forgets none (RFC 3711
   * §3.2.3), so packets with further ones are dropped whatever {@link #ssrcs} says.
   */
  public static final int MAX_SSRCS = 256;

  /** What holds until something else is said. */
  public static final PublisherLimits DEFAULT = new PublisherLimits(UNLIMITED, 64);

  /** Negative limits mean nothing, and neither do more SSRCs than SRTP ever keeps. */
  public PublisherLimits {
    if (bitsPerSecond < 0 || ssrcs < 0 || ssrcs > MAX_SSRCS) {
      throw new IllegalArgumentException("no such limits: " + bitsPerSecond + ", " + ssrcs);
    }
  }
}
