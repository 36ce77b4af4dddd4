package io.weir.core.rtcp;

import io.weir.core.buffer.Bytes;
import java.lang.foreign.MemorySegment;

/** Congestion control feedback (RFC 8888 §3.1), which any number of streams share. */
public final class CongestionFeedback {
  /** Time before the feedback of a packet whose arrival time is not known (RFC 8888 §3.1). */
  public static final long UNKNOWN_AGO = -1;

  private static final int SENDER_SSRC_LENGTH = 4;
  private static final int TIMESTAMP_LENGTH = 4;
  private static final int STREAM_HEADER_LENGTH = 8;
  private static final int REPORT_LENGTH = 2;
  private static final int RECEIVED = 0x8000;
  private static final int OFFSET_MASK = 0x1FFF;
  private static final int OFFSET_UNKNOWN = 0x1FFF;
  private static final long NS_PER_SECOND = 1_000_000_000L;
  private static final int OFFSET_BITS = 10;

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
    if (!isWellFormed(segment, begin, end)) {
      return false;
    }
    long position = begin;
    while (position < end) {
      int ssrc = Bytes.i32(segment, position);
      int sequence = Bytes.u16(segment, position + 4);
      int count = Bytes.u16(segment, position + 6);
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
    int offset = report & OFFSET_MASK;
    visitor.onReceived(
        ssrc,
        sequence,
        offset == OFFSET_UNKNOWN ? UNKNOWN_AGO : (offset * NS_PER_SECOND) >> OFFSET_BITS);
  }

  private static boolean isWellFormed(MemorySegment segment, long begin, long end) {
    long position = begin;
    while (position < end) {
      if (end - position < STREAM_HEADER_LENGTH) {
        return false;
      }
      position += streamLength(Bytes.u16(segment, position + 6));
    }
    return position == end;
  }

  /** An odd number of reports is padded to a whole word. */
  private static long streamLength(int count) {
    return STREAM_HEADER_LENGTH + (long) (count + 1) / 2 * Integer.BYTES;
  }
}
