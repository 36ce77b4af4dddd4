package io.weir.core.rtcp;

import io.weir.core.buffer.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Congestion control feedback (RFC 8888 §3.1), which any number of streams share.
 *
 * <p>The RFC's text counts one report more than its field {@code num_reports} says, which its
 * erratum 8166 corrects; Pion before rtcp 1.2.16 goes by the text. Both are understood: the padding
 * and the length of a report tell which one it is, since the last packet that it names arrived.
 */
public final class CongestionFeedback {
  /** Arrivals are told in parts of a second. */
  public static final int TICKS_PER_SECOND = 1024;

  /**
   * Time before the feedback of a packet whose arrival time is not known, or that came after the
   * time that the feedback tells as its own (RFC 8888 §3.1).
   */
  public static final int UNKNOWN_AGO = 0x1FFF;

  /** Time before the feedback of a packet that arrived 8 s before it or earlier (RFC 8888 §3.1). */
  public static final int LONG_AGO = 0x1FFE;

  private static final int SENDER_SSRC_LENGTH = 4;
  private static final int TIMESTAMP_LENGTH = 4;
  private static final int STREAM_HEADER_LENGTH = 8;
  private static final int REPORT_LENGTH = 2;
  private static final int RECEIVED = 0x8000;
  private static final int AGO_MASK = 0x1FFF;

  private CongestionFeedback() {}

  /** When the feedback was sent, in units of 1/65536 s of the other end's clock. */
  public static int timestamp(RtcpReader reader) {
    return Bytes.i32(
        reader.segment(), reader.bodyOffset() + reader.bodyLength() - TIMESTAMP_LENGTH);
  }

  /**
   * Visits all packets that the feedback at which a reader stands reports on.
   *
   * @return false when it is malformed; nothing was visited then
   */
  public static boolean parse(RtcpReader reader, CongestionFeedbackVisitor visitor) {
    long begin = reader.bodyOffset() + SENDER_SSRC_LENGTH;
    long end = reader.bodyOffset() + reader.bodyLength() - TIMESTAMP_LENGTH;
    MemorySegment segment = reader.segment();
    int more = 0;
    if (!isWellFormed(segment, begin, end, more)) {
      more = 1;
      if (!isWellFormed(segment, begin, end, more)) {
        return false;
      }
    }
    long position = begin;
    while (position < end) {
      int ssrc = Bytes.i32(segment, position);
      int sequence = Bytes.u16(segment, position + 4);
      int count = count(segment, position, more);
      long report = position + STREAM_HEADER_LENGTH;
      for (int i = 0; i < count; i++) {
        visit(Bytes.u16(segment, report), ssrc, sequence, visitor);
        report += REPORT_LENGTH;
        sequence = (sequence + 1) & 0xFFFF;
      }
      position += streamLength(count);
    }
    return true;
  }

  private static void visit(int report, int ssrc, int sequence, CongestionFeedbackVisitor visitor) {
    if ((report & RECEIVED) == 0) {
      visitor.onMissing(ssrc, sequence);
      return;
    }
    visitor.onReceived(ssrc, sequence, report & AGO_MASK);
  }

  private static boolean isWellFormed(MemorySegment segment, long begin, long end, int more) {
    long position = begin;
    while (position < end) {
      if (end - position < STREAM_HEADER_LENGTH) {
        return false;
      }
      int count = count(segment, position, more);
      position += streamLength(count);
      boolean isPadded = count % 2 != 0;
      if (position > end || (isPadded && Bytes.u16(segment, position - REPORT_LENGTH) != 0)) {
        return false;
      }
    }
    return position == end;
  }

  /** Reports of the stream whose header stands at {@code position}. */
  private static int count(MemorySegment segment, long position, int more) {
    int field = Bytes.u16(segment, position + 6);
    return field == 0 ? 0 : field + more;
  }

  /** An odd number of reports is padded to a whole word. */
  private static long streamLength(int count) {
    return STREAM_HEADER_LENGTH + (long) (count + 1) / 2 * Integer.BYTES;
  }
}
