package io.weir.core.rtcp;

import io.weir.core.buffer.Bytes;
import io.weir.core.sequence.SequenceNumbers;
import java.lang.foreign.MemorySegment;

/**
 * Appends RTCP packets to a compound packet. Each method writes all of its packet, or nothing and
 * says so when there is no room. Reusable, one thread.
 */
public final class RtcpWriter {
  /** Returned by {@link #append} when there is no room. */
  public static final long NO_ROOM = -1;

  private static final int VERSION_BITS = 2 << 6;
  private static final int MAX_REPORT_BLOCKS = 31;
  private static final int CNAME_ITEM = 1;

  private MemorySegment segment = MemorySegment.NULL;
  private long offset;
  private int capacity;
  private int length;

  /** Offset of the report that takes blocks, from {@link #offset}; -1 when the last is none. */
  private int report = -1;

  /** Begins an empty compound packet. */
  public void wrap(MemorySegment segment, long offset, int capacity) {
    this.segment = segment;
    this.offset = offset;
    this.capacity = capacity;
    length = 0;
    report = -1;
  }

  /** Bytes written so far. */
  public int length() {
    return length;
  }

  /** Bytes that can still be written. */
  public int remaining() {
    return capacity - length;
  }

  /** What is written to. */
  public MemorySegment segment() {
    return segment;
  }

  /** Absolute offset of the compound packet. */
  public long offset() {
    return offset;
  }

  /**
   * Appends a packet's header and leaves its body to the caller.
   *
   * @param countOrFormat the five bits after the version
   * @param bodyLength bytes after the 4-byte header, a multiple of 4
   * @return absolute offset of the body, or {@link #NO_ROOM}
   */
  public long append(int packetType, int countOrFormat, int bodyLength) {
    if (remaining() < RtcpReader.HEADER_LENGTH + bodyLength) {
      return NO_ROOM;
    }
    long header = offset + length;
    Bytes.putU8(segment, header, VERSION_BITS | countOrFormat);
    Bytes.putU8(segment, header + 1, packetType);
    Bytes.putU16(segment, header + 2, bodyLength / Integer.BYTES);
    length += RtcpReader.HEADER_LENGTH + bodyLength;
    report = -1;
    return header + RtcpReader.HEADER_LENGTH;
  }

  /** Sender report (RFC 3550 §6.4.1) without blocks; {@link #reportBlock} adds them. */
  public boolean senderReport(
      int ssrc, long ntp, long rtpTimestamp, long packetCount, long octetCount) {
    int start = length;
    long body = append(RtcpPacketType.SENDER_REPORT, 0, RtcpReader.SENDER_INFO_LENGTH);
    if (body == NO_ROOM) {
      return false;
    }
    Bytes.putI32(segment, body, ssrc);
    Bytes.putI64(segment, body + 4, ntp);
    Bytes.putI32(segment, body + 12, (int) rtpTimestamp);
    Bytes.putI32(segment, body + 16, (int) packetCount);
    Bytes.putI32(segment, body + 20, (int) octetCount);
    report = start;
    return true;
  }

  /** Receiver report (RFC 3550 §6.4.2) without blocks; {@link #reportBlock} adds them. */
  public boolean receiverReport(int ssrc) {
    int start = length;
    long body = append(RtcpPacketType.RECEIVER_REPORT, 0, Integer.BYTES);
    if (body == NO_ROOM) {
      return false;
    }
    Bytes.putI32(segment, body, ssrc);
    report = start;
    return true;
  }

  /**
   * Adds a block to the report that was appended last; fields as in {@link ReportBlock}.
   *
   * @return false when there is no room, 31 blocks are there, or the last packet is no report
   */
  public boolean reportBlock(
      int ssrc,
      int fractionLost,
      int cumulativeLost,
      long highestSequence,
      long jitter,
      int lastSenderReport,
      int delaySinceLastSenderReport) {
    if (report < 0 || remaining() < RtcpReader.REPORT_BLOCK_LENGTH) {
      return false;
    }
    long header = offset + report;
    int first = Bytes.u8(segment, header);
    if ((first & MAX_REPORT_BLOCKS) == MAX_REPORT_BLOCKS) {
      return false;
    }
    Bytes.putU8(segment, header, first + 1);
    Bytes.putU16(
        segment,
        header + 2,
        Bytes.u16(segment, header + 2) + RtcpReader.REPORT_BLOCK_LENGTH / Integer.BYTES);
    long block = offset + length;
    Bytes.putI32(segment, block, ssrc);
    Bytes.putU8(segment, block + 4, fractionLost);
    Bytes.putU24(segment, block + 5, cumulativeLost);
    Bytes.putI32(segment, block + 8, (int) highestSequence);
    Bytes.putI32(segment, block + 12, (int) jitter);
    Bytes.putI32(segment, block + 16, lastSenderReport);
    Bytes.putI32(segment, block + 20, delaySinceLastSenderReport);
    length += RtcpReader.REPORT_BLOCK_LENGTH;
    return true;
  }

  /**
   * Source description with one CNAME (RFC 3550 §6.5.1).
   *
   * @param cname canonical name in UTF-8, at most 255 bytes
   */
  public boolean sourceDescription(int ssrc, byte[] cname) {
    int unpadded = Integer.BYTES + 2 + cname.length;
    int padded = (unpadded / Integer.BYTES + 1) * Integer.BYTES; // at least one null octet
    long body = append(RtcpPacketType.SOURCE_DESCRIPTION, 1, padded);
    if (body == NO_ROOM) {
      return false;
    }
    Bytes.putI32(segment, body, ssrc);
    Bytes.putU8(segment, body + 4, CNAME_ITEM);
    Bytes.putU8(segment, body + 5, cname.length);
    for (int i = 0; i < padded - Integer.BYTES - 2; i++) {
      Bytes.putU8(segment, body + 6 + i, i < cname.length ? cname[i] : 0);
    }
    return true;
  }

  /** BYE of one source (RFC 3550 §6.6). */
  public boolean bye(int ssrc) {
    long body = append(RtcpPacketType.BYE, 1, Integer.BYTES);
    if (body == NO_ROOM) {
      return false;
    }
    Bytes.putI32(segment, body, ssrc);
    return true;
  }

  /** Picture loss indication (RFC 4585 §6.3.1). */
  public boolean pictureLoss(int senderSsrc, int mediaSsrc) {
    return appendFeedback(
            RtcpPacketType.PAYLOAD_FEEDBACK, RtcpPacketType.FORMAT_PLI, senderSsrc, mediaSsrc, 0)
        != NO_ROOM;
  }

  /**
   * Generic NACK (RFC 4585 §6.2.1).
   *
   * @param sequences lost sequence numbers, oldest first
   * @param count how many of them to ask for, 1 or more
   */
  public boolean nack(int senderSsrc, int mediaSsrc, int[] sequences, int count) {
    int entries = 0;
    for (int i = 0; i < count; i = endOfEntry(sequences, i, count)) {
      entries++;
    }
    long entry =
        appendFeedback(
            RtcpPacketType.TRANSPORT_FEEDBACK,
            RtcpPacketType.FORMAT_NACK,
            senderSsrc,
            mediaSsrc,
            entries * Nack.ENTRY_LENGTH);
    if (entry == NO_ROOM) {
      return false;
    }
    int next;
    for (int i = 0; i < count; i = next) {
      next = endOfEntry(sequences, i, count);
      int bitmask = 0;
      for (int j = i + 1; j < next; j++) {
        bitmask |= 1 << (SequenceNumbers.distance(sequences[i], sequences[j]) - 1);
      }
      Bytes.putU16(segment, entry, sequences[i]);
      Bytes.putU16(segment, entry + 2, bitmask);
      entry += Nack.ENTRY_LENGTH;
    }
    return true;
  }

  /**
   * Appends a feedback packet's headers (RFC 4585 §6.1) and leaves the rest to the caller.
   *
   * @param informationLength bytes after the two SSRCs, a multiple of 4
   * @return absolute offset of the feedback control information, or {@link #NO_ROOM}
   */
  public long appendFeedback(
      int packetType, int format, int senderSsrc, int mediaSsrc, int informationLength) {
    long body = append(packetType, format, RtcpReader.FEEDBACK_HEADER_LENGTH + informationLength);
    if (body == NO_ROOM) {
      return NO_ROOM;
    }
    Bytes.putI32(segment, body, senderSsrc);
    Bytes.putI32(segment, body + 4, mediaSsrc);
    return body + RtcpReader.FEEDBACK_HEADER_LENGTH;
  }

  /** Index after the last sequence number that fits into the entry which begins at an index. */
  private static int endOfEntry(int[] sequences, int start, int count) {
    int end = start + 1;
    while (end < count) {
      int distance = SequenceNumbers.distance(sequences[start], sequences[end]);
      if (distance <= 0 || distance >= Nack.SEQUENCES_PER_ENTRY) {
        break;
      }
      end++;
    }
    return end;
  }
}
