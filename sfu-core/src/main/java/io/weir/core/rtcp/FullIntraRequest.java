package io.weir.core.rtcp;

import io.weir.core.buffer.Bytes;

/** Entries of the full intra request at which a reader stands (RFC 5104 §4.3.1.1). */
public final class FullIntraRequest {
  private static final int ENTRY_LENGTH = 8;

  private FullIntraRequest() {}

  /** Number of entries. */
  public static int entries(RtcpReader reader) {
    return Feedback.informationLength(reader) / ENTRY_LENGTH;
  }

  /** The media source that shall send a key frame. */
  public static int ssrc(RtcpReader reader, int index) {
    return Bytes.i32(reader.segment(), entry(reader, index));
  }

  /** Command number, 0 to 255; the same number again repeats the same request. */
  public static int sequence(RtcpReader reader, int index) {
    return Bytes.u8(reader.segment(), entry(reader, index) + 4);
  }

  private static long entry(RtcpReader reader, int index) {
    return Feedback.informationOffset(reader) + (long) index * ENTRY_LENGTH;
  }
}
