package io.weir.bench.load.media;

import io.weir.core.buffer.Bytes;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Writes the bit fields of codecs' headers, most significant bit first. One thread; reusable. */
final class BitWriter {
  private final byte[] bytes;
  private int bits;

  BitWriter(int capacity) {
    bytes = new byte[capacity];
  }

  /** Forgets what was written. */
  BitWriter clear() {
    Arrays.fill(bytes, (byte) 0);
    bits = 0;
    return this;
  }

  /** Appends the low bits of a value. */
  BitWriter put(int count, long value) {
    for (int i = count - 1; i >= 0; i--) {
      if (((value >>> i) & 1) != 0) {
        bytes[bits >>> 3] |= (byte) (0x80 >>> (bits & 7));
      }
      bits++;
    }
    return this;
  }

  /** Appends an unsigned Exp-Golomb code, ue(v) (ITU-T H.264 §9.1). */
  BitWriter putGolomb(int value) {
    int length = Integer.SIZE - Integer.numberOfLeadingZeros(value + 1);
    return put(length - 1, 0).put(length, value + 1L);
  }

  /** Whole bytes written so far, the last one filled with zeros. */
  int length() {
    return (bits + 7) >>> 3;
  }

  /** A copy of what was written. */
  byte[] toBytes() {
    return Arrays.copyOf(bytes, length());
  }

  /** Copies what was written. */
  void copyTo(MemorySegment out, long at) {
    for (int i = 0; i < length(); i++) {
      Bytes.putU8(out, at + i, bytes[i]);
    }
  }
}
