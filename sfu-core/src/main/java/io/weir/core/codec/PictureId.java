package io.weir.core.codec;

import io.weir.core.buffer.Bytes;
import java.lang.foreign.MemorySegment;

/** The picture id of VP8 and VP9: |M| 7 bits|, with M 15 bits (RFC 7741 §4.2, RFC 9628 §4.2). */
final class PictureId {
  private static final int LONG = 0x80;
  private static final int LONG_MASK = 0x7FFF;

  private PictureId() {}

  /** Bytes that it takes, 1 or 2. */
  static int length(MemorySegment segment, long offset) {
    return (Bytes.u8(segment, offset) & LONG) != 0 ? 2 : 1;
  }

  static int get(MemorySegment segment, long offset) {
    int first = Bytes.u8(segment, offset);
    return (first & LONG) != 0 ? Bytes.u16(segment, offset) & LONG_MASK : first;
  }

  /** Replaces it by the low bits of another; returns the bytes that it takes. */
  static int put(MemorySegment segment, long offset, int id) {
    if ((Bytes.u8(segment, offset) & LONG) != 0) {
      Bytes.putU16(segment, offset, LONG << 8 | (id & LONG_MASK));
      return 2;
    }
    Bytes.putU8(segment, offset, id & ~LONG & 0xFF);
    return 1;
  }
}
