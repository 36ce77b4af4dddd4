package io.weir.bench.load.media;

/**
 * The SSRCs of one encoding that a client sends.
 *
 * @param rid restriction identifier, empty without simulcast
 * @param ssrc 1 to 2^32-1
 * @param rtxSsrc of its retransmissions; {@link #NO_RTX} for audio
 */
public record LocalEncoding(String rid, long ssrc, long rtxSsrc) {
  /** Audio has no retransmissions. */
  public static final long NO_RTX = -1;
}
