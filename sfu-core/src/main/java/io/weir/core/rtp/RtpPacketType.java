package io.weir.core.rtp;

/** Tells RTP from RTCP on one port (RFC 5761 §4). Any thread. */
public final class RtpPacketType {
  private static final int FIRST_RTCP_TYPE = 192;
  private static final int LAST_RTCP_TYPE = 223;

  private RtpPacketType() {}

  /** Whether a datagram of the RTP range is RTCP, by its second byte (0 to 255). */
  public static boolean isRtcp(int secondByte) {
    return secondByte >= FIRST_RTCP_TYPE && secondByte <= LAST_RTCP_TYPE;
  }
}
