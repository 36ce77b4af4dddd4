package io.weir.core.control;

/**
 * One RTP stream of a track (an encoding, RFC 7656 §2.1.7) and its retransmission stream.
 *
 * @param rid restriction identifier (RFC 8851), empty when the encoding has none
 * @param ssrc its synchronization source; {@link #UNKNOWN_SSRC} when the SDP does not tell and the
 *     MID header extension must
 * @param rtxSsrc the retransmission stream's, or {@link #UNKNOWN_SSRC}
 */
public record EncodingParameters(String rid, long ssrc, long rtxSsrc) {

  /** An SSRC that the remote end has not announced; real ones are 0 to 2^32-1. */
  public static final long UNKNOWN_SSRC = -1;
}
