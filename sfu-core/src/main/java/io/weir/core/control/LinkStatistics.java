package io.weir.core.control;

/**
 * What a client's feedback says of the link to it.
 *
 * @param limited whether the estimate limits what is sent: without feedback it does not
 * @param estimateBps what the link is thought to carry, in bit/s
 * @param acknowledgedBps what arrives, in bit/s, or {@link TransportStatistics#UNKNOWN}
 * @param lossRatio share of packets lost in the last seconds, 0 to 1
 * @param roundTripNs by feedback, or {@link TransportStatistics#UNKNOWN}
 */
public record LinkStatistics(
    boolean limited, long estimateBps, long acknowledgedBps, double lossRatio, long roundTripNs) {

  /** A client that has sent no feedback. */
  public static final LinkStatistics NONE =
      new LinkStatistics(false, 0, TransportStatistics.UNKNOWN, 0, TransportStatistics.UNKNOWN);
}
