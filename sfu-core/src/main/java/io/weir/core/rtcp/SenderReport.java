package io.weir.core.rtcp;

import io.weir.core.buffer.Bytes;

/**
 * Fields of the sender report that a reader stands at (RFC 3550 §6.4.1); its blocks are read with
 * {@link ReportBlock}.
 */
public final class SenderReport {
  private SenderReport() {}

  /** Who sends the report. */
  public static int ssrc(RtcpReader reader) {
    return Bytes.i32(reader.segment(), reader.bodyOffset());
  }

  /** When it was sent, as a 64-bit NTP timestamp. */
  public static long ntp(RtcpReader reader) {
    return Bytes.i64(reader.segment(), reader.bodyOffset() + 4);
  }

  /** The same moment in RTP units, 0 to 2^32-1. */
  public static long rtpTimestamp(RtcpReader reader) {
    return Bytes.u32(reader.segment(), reader.bodyOffset() + 12);
  }

  /** RTP packets sent so far, modulo 2^32. */
  public static long packetCount(RtcpReader reader) {
    return Bytes.u32(reader.segment(), reader.bodyOffset() + 16);
  }

  /** Bytes of payload sent so far, modulo 2^32. */
  public static long octetCount(RtcpReader reader) {
    return Bytes.u32(reader.segment(), reader.bodyOffset() + 20);
  }
}
