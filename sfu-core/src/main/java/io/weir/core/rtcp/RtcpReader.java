package io.weir.core.rtcp;

import io.weir.core.buffer.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Cursor over the packets of a compound RTCP packet. Reusable, one thread.
 *
 * <p>{@link #wrap} checks the whole compound, so that the accessors ({@link SenderReport}, {@link
 * ReportBlock}, {@link Feedback} and others) may read what the present packet's type and count
 * promise.
 */
public final class RtcpReader {
  static final int HEADER_LENGTH = 4;
  static final int SENDER_INFO_LENGTH = 24;
  static final int REPORT_BLOCK_LENGTH = 24;
  static final int FEEDBACK_HEADER_LENGTH = 8;

  private static final int VERSION = 2;
  private static final int PADDING_BIT = 0x20;
  private static final int COUNT_MASK = 0x1F;

  private MemorySegment segment = MemorySegment.NULL;
  private long next;
  private long end;
  private int packetType;
  private int count;
  private long bodyOffset;
  private int bodyLength;

  /**
   * Begins to read a compound packet; {@link #next} moves to its first packet.
   *
   * <p>The checks are those of RFC 3550 appendix A.2, except that any type may come first (reduced
   * size, RFC 5506 §3.4.2) and that any packet may be padded, as transport-wide feedback is.
   *
   * @return false when it is malformed; nothing can be read then
   */
  public boolean wrap(MemorySegment segment, long offset, int length) {
    this.segment = segment;
    next = offset;
    end = offset + length;
    boolean valid = length > 0;
    while (valid && next < end) {
      valid = next() && isLongEnough();
    }
    next = offset;
    if (!valid) {
      end = offset;
    }
    return valid;
  }

  /** Moves to the next packet; false after the last. */
  public boolean next() {
    if (end - next < HEADER_LENGTH) {
      return false;
    }
    int first = Bytes.u8(segment, next);
    int length = HEADER_LENGTH + Integer.BYTES * Bytes.u16(segment, next + 2);
    if (first >>> 6 != VERSION || length > end - next) {
      return false;
    }
    int padding = 0;
    if ((first & PADDING_BIT) != 0) {
      padding = Bytes.u8(segment, next + length - 1);
      if (padding == 0 || padding > length - HEADER_LENGTH) {
        return false;
      }
    }
    packetType = Bytes.u8(segment, next + 1);
    count = first & COUNT_MASK;
    bodyOffset = next + HEADER_LENGTH;
    bodyLength = length - HEADER_LENGTH - padding;
    next += length;
    return true;
  }

  /** The bytes that are read. */
  public MemorySegment segment() {
    return segment;
  }

  /** Type of the present packet, see {@link RtcpPacketType}. */
  public int packetType() {
    return packetType;
  }

  /** Number of report blocks, chunks or sources in the present packet, 0 to 31. */
  public int count() {
    return count;
  }

  /** Format of the present feedback packet (RFC 4585 §6.1); the same bits as {@link #count}. */
  public int format() {
    return count;
  }

  /** Whether the present packet has this type and format. */
  public boolean is(int type, int format) {
    return packetType == type && count == format;
  }

  /** Absolute offset of what follows the present packet's 4-byte header. */
  public long bodyOffset() {
    return bodyOffset;
  }

  /** Its length in bytes, without padding. */
  public int bodyLength() {
    return bodyLength;
  }

  private boolean isLongEnough() {
    int promised =
        switch (packetType) {
          case RtcpPacketType.SENDER_REPORT -> SENDER_INFO_LENGTH + REPORT_BLOCK_LENGTH * count;
          case RtcpPacketType.RECEIVER_REPORT -> Integer.BYTES + REPORT_BLOCK_LENGTH * count;
          case RtcpPacketType.BYE -> Integer.BYTES * count;
          case RtcpPacketType.TRANSPORT_FEEDBACK, RtcpPacketType.PAYLOAD_FEEDBACK ->
              FEEDBACK_HEADER_LENGTH;
          default -> 0;
        };
    return bodyLength >= promised;
  }
}
