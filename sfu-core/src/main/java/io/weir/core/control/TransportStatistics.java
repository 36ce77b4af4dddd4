package io.weir.core.control;

import org.jspecify.annotations.Nullable;

/**
 * One participant's association.
 *
 * @param state how far ICE and DTLS have come
 * @param idle whether nothing authentic came from the client for a while
 * @param path where media goes; null before the first check passed
 * @param srtpProfile name of what encrypts, as registered; null before DTLS agreed on one
 * @param roundTripNs last round trip that the client's reports told, or {@link #UNKNOWN}
 * @param received SRTP and SRTCP from the client that was authentic
 * @param sent SRTP and SRTCP to the client
 * @param link what the link to the client carries
 * @param pacer what waits before it; null where nothing is known of the link, and nothing waits
 */
public record TransportStatistics(
    TransportState state,
    boolean idle,
    @Nullable SelectedPath path,
    @Nullable String srtpProfile,
    long roundTripNs,
    Traffic received,
    Traffic sent,
    LinkStatistics link,
    @Nullable PacerStatistics pacer) {

  /** A round trip that nobody has measured: clients without slots report none. */
  public static final long UNKNOWN = -1;
}
