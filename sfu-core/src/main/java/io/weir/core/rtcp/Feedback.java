package io.weir.core.rtcp;

import io.weir.core.buffer.Bytes;

/** Fields that all feedback packets have (RFC 4585 §6.1); a PLI has no others. */
public final class Feedback {
  private Feedback() {}

  /** Who sends the feedback. */
  public static int senderSsrc(RtcpReader reader) {
    return Bytes.i32(reader.segment(), reader.bodyOffset());
  }

  /** The media source that it is about; 0 where the entries name theirs (FIR, REMB). */
  public static int mediaSsrc(RtcpReader reader) {
    return Bytes.i32(reader.segment(), reader.bodyOffset() + 4);
  }

  /** Absolute offset of the feedback control information. */
  static long informationOffset(RtcpReader reader) {
    return reader.bodyOffset() + RtcpReader.FEEDBACK_HEADER_LENGTH;
  }

  static int informationLength(RtcpReader reader) {
    return reader.bodyLength() - RtcpReader.FEEDBACK_HEADER_LENGTH;
  }
}
