package io.weir.core.srtp;

import java.lang.foreign.MemorySegment;

/**
 * Both directions of one association's SRTP and SRTCP. Called on the worker's thread only; nothing
 * is thrown: results below zero say why a packet was refused.
 *
 * <p>Replay protection is on for both directions: protecting an index twice is refused, because
 * with GCM it would repeat a nonce. State for an SSRC is made only after its first packet
 * authenticated, and for a bounded number of SSRCs. A refused packet is left as it was.
 *
 * <p>Packets are in native memory; arrays are for tests, and not every engine takes them.
 */
public interface SrtpSession extends AutoCloseable {
  /** The authentication tag did not match. */
  int AUTH_FAILED = -1;

  /** The packet's index was used before, or is older than the replay window. */
  int REPLAYED = -2;

  /** Its SSRC would be one too many. */
  int TOO_MANY_SSRCS = -3;

  /** It is too short or otherwise no SRTP. */
  int MALFORMED = -4;

  /** The engine could not do it; what it left behind must not be sent. */
  int ENGINE_FAILED = -5;

  /** Largest number of bytes that protecting adds to an RTP packet. */
  int MAX_RTP_OVERHEAD = 16;

  /** Largest number of bytes that protecting adds to an RTCP packet: tag and index. */
  int MAX_RTCP_OVERHEAD = 20;

  /** Decrypts an RTP packet in place; returns its new length or a negative reason. */
  int unprotectRtp(MemorySegment segment, long offset, int length);

  /** Decrypts an RTCP compound packet in place; returns its new length or a negative reason. */
  int unprotectRtcp(MemorySegment segment, long offset, int length);

  /**
   * Encrypts an RTP packet out of place, so that subscribers share one payload.
   *
   * @param header complete RTP header with CSRCs and extensions
   * @param payload payload and padding; never written
   * @param out takes {@code headerLength + payloadLength + MAX_RTP_OVERHEAD} bytes at most
   * @return the protected packet's length, or a negative reason
   */
  int protectRtp(
      MemorySegment header,
      long headerOffset,
      int headerLength,
      MemorySegment payload,
      long payloadOffset,
      int payloadLength,
      MemorySegment out,
      long outOffset);

  /**
   * Encrypts an RTCP compound packet out of place.
   *
   * @param out takes {@code length + MAX_RTCP_OVERHEAD} bytes at most
   * @return the protected packet's length, or a negative reason
   */
  int protectRtcp(MemorySegment packet, long offset, int length, MemorySegment out, long outOffset);

  /** Frees the keys. Nothing comes out of the session any more. */
  @Override
  void close();
}
