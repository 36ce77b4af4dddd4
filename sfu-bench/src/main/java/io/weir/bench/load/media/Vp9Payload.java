package io.weir.bench.load.media;

import io.weir.core.buffer.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * VP9 in non-flexible mode without layers (RFC 9628 §4.2; the frame header is §6.2 of the VP9
 * bitstream specification). Media thread only.
 */
final class Vp9Payload implements VideoPayload {
  private static final int HAS_PICTURE_ID = 0x80;
  private static final int INTER_PREDICTED = 0x40;
  private static final int BEGINS_FRAME = 0x08;
  private static final int ENDS_FRAME = 0x04;
  private static final int HAS_STRUCTURE = 0x02;
  private static final int LONG_PICTURE_ID = 0x8000;

  /** Scalability structure: one layer, with its size. */
  private static final int STRUCTURE_WITH_SIZE = 0x10;

  private static final int SYNC_CODE = 0x498342;
  private static final int BT_601 = 1;

  private final VideoEncoding encoding;
  private final BitWriter keyHeader = new BitWriter(16);

  Vp9Payload(VideoEncoding encoding) {
    this.encoding = encoding;
    // frame_marker, profile, show_existing_frame, frame_type, show_frame, error_resilient_mode
    keyHeader.put(2, 2).put(2, 0).put(1, 0).put(1, 0).put(1, 1).put(1, 0).put(24, SYNC_CODE);
    // color_space, color_range, frame size
    keyHeader.put(3, BT_601).put(1, 0);
    keyHeader.put(16, encoding.width() - 1L).put(16, encoding.height() - 1L);
  }

  @Override
  public void write(
      MemorySegment out, long at, int length, int index, int count, boolean key, long frame) {
    boolean first = index == 0;
    Bytes.putU8(
        out,
        at,
        HAS_PICTURE_ID
            | (key ? 0 : INTER_PREDICTED)
            | (first ? BEGINS_FRAME : 0)
            | (index == count - 1 ? ENDS_FRAME : 0)
            | (first && key ? HAS_STRUCTURE : 0));
    Bytes.putU16(out, at + 1, LONG_PICTURE_ID | (int) (frame & 0x7FFF));
    if (!first) {
      return;
    }
    long header = at + 3;
    if (key) {
      Bytes.putU8(out, header, STRUCTURE_WITH_SIZE);
      Bytes.putU16(out, header + 1, encoding.width());
      Bytes.putU16(out, header + 3, encoding.height());
      keyHeader.copyTo(out, header + 5);
    } else {
      Bytes.putU8(out, header, 0x86); // like the key frame's first byte, but frame_type
    }
  }
}
