package io.weir.bench.load.media;

import io.weir.core.buffer.Bytes;
import java.lang.foreign.MemorySegment;

/** VP8 (RFC 7741 §4.2, §4.3; the frame header is RFC 6386 §9.1). Media thread only. */
final class Vp8Payload implements VideoPayload {
  private static final int EXTENDED = 0x80;
  private static final int START = 0x10;
  private static final int HAS_PICTURE_ID = 0x80;
  private static final int LONG_PICTURE_ID = 0x8000;
  private static final int INTER_FRAME = 1;
  private static final int SHOWN = 0x10;
  private static final int START_CODE = 0x9D012A;
  private static final int DESCRIPTOR = 4;
  private static final int TAG = 3;

  private final VideoEncoding encoding;

  Vp8Payload(VideoEncoding encoding) {
    this.encoding = encoding;
  }

  @Override
  public void write(
      MemorySegment out, long at, int length, int index, int count, boolean key, long frame) {
    Bytes.putU8(out, at, EXTENDED | (index == 0 ? START : 0));
    Bytes.putU8(out, at + 1, HAS_PICTURE_ID);
    Bytes.putU16(out, at + 2, LONG_PICTURE_ID | (int) (frame & 0x7FFF));
    if (index > 0) {
      return;
    }
    long header = at + DESCRIPTOR;
    Bytes.putU8(out, header, SHOWN | (key ? 0 : INTER_FRAME));
    Bytes.putU16(out, header + 1, 0);
    if (key) {
      Bytes.putU24(out, header + TAG, START_CODE);
      Bytes.putU16(out, header + TAG + 3, Short.reverseBytes((short) encoding.width()));
      Bytes.putU16(out, header + TAG + 5, Short.reverseBytes((short) encoding.height()));
    }
  }
}
