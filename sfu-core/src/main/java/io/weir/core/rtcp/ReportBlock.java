package io.weir.core.rtcp;

import io.weir.core.buffer.Bytes;

/**
 * Fields of the report blocks of the sender or receiver report that a reader stands at (RFC 3550
 * §6.4.1); {@code index} runs from 0 to the packet's {@link RtcpReader#count} - 1.
 */
public final class ReportBlock {
  private ReportBlock() {}

  /** The stream that the block is about. */
  public static int ssrc(RtcpReader reader, int index) {
    return Bytes.i32(reader.segment(), offset(reader, index));
  }

  /** Share of packets lost since the last report, in 1/256. */
  public static int fractionLost(RtcpReader reader, int index) {
    return Bytes.u8(reader.segment(), offset(reader, index) + 4);
  }

  /** Packets lost so far; negative when there were more duplicates than losses. */
  public static int cumulativeLost(RtcpReader reader, int index) {
    return Bytes.u24(reader.segment(), offset(reader, index) + 5) << 8 >> 8;
  }

  /** Highest sequence number, with its count of cycles in the upper 16 bits. */
  public static long highestSequence(RtcpReader reader, int index) {
    return Bytes.u32(reader.segment(), offset(reader, index) + 8);
  }

  /** Interarrival jitter in RTP units. */
  public static long jitter(RtcpReader reader, int index) {
    return Bytes.u32(reader.segment(), offset(reader, index) + 12);
  }

  /** LSR: middle 32 bits of the last sender report's NTP time, 0 when there was none. */
  public static int lastSenderReport(RtcpReader reader, int index) {
    return Bytes.i32(reader.segment(), offset(reader, index) + 16);
  }

  /** DLSR: time since then, in 1/65536 s. */
  public static int delaySinceLastSenderReport(RtcpReader reader, int index) {
    return Bytes.i32(reader.segment(), offset(reader, index) + 20);
  }

  private static long offset(RtcpReader reader, int index) {
    int before =
        reader.packetType() == RtcpPacketType.SENDER_REPORT
            ? RtcpReader.SENDER_INFO_LENGTH
            : Integer.BYTES;
    return reader.bodyOffset() + before + (long) index * RtcpReader.REPORT_BLOCK_LENGTH;
  }
}
