package io.weir.core.transport;

/** Tells by its first byte what a datagram is (RFC 7983 §7). */
public final class Demultiplexer {
  /** The protocols that share a transport's path. */
  public enum Protocol {
    /** First byte 0 to 3. */
    STUN,
    /** First byte 20 to 63. */
    DTLS,
    /** First byte 128 to 191; {@code RtpPacketType} tells the two apart (RFC 5761 §4). */
    RTP_OR_RTCP,
    /** Anything else: ZRTP, TURN channels, garbage. */
    UNKNOWN
  }

  private Demultiplexer() {}

  /** The protocol of a datagram whose first byte is given, 0 to 255. */
  public static Protocol classify(int firstByte) {
    if (firstByte >= 128 && firstByte <= 191) {
      return Protocol.RTP_OR_RTCP;
    }
    if (firstByte <= 3) {
      return Protocol.STUN;
    }
    if (firstByte >= 20 && firstByte <= 63) {
      return Protocol.DTLS;
    }
    return Protocol.UNKNOWN;
  }
}
