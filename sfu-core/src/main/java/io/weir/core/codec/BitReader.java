package io.weir.core.codec;

import io.weir.core.buffer.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Reads the bit fields of a codec's headers, most significant bit first. Beyond the end everything
 * is zero and {@link #isOverrun} tells so. One thread; made per key frame at most.
 */
final class BitReader {
  /** Exp-Golomb codes of more leading zeros than this do not fit an int. */
  private static final int MAX_GOLOMB_ZEROS = 30;

  /** ITU-T H.264 §7.4.1, H.265 §7.4.2: 00 00 03 stands for 00 00. */
  private static final int EMULATION_PREVENTION = 3;

  private final MemorySegment segment;
  private final long end;
  private final boolean escaped;
  private long position;
  private int current;
  private int bitsLeft;
  private int zeros;
  private boolean overrun;

  private BitReader(MemorySegment segment, long offset, long length, boolean escaped) {
    this.segment = segment;
    this.position = offset;
    this.end = offset + length;
    this.escaped = escaped;
  }

  /** Reads bytes as they are. */
  static BitReader of(MemorySegment segment, long offset, long length) {
    return new BitReader(segment, offset, length, false);
  }

  /** Reads a NAL unit, without the bytes that keep start codes out of it. */
  static BitReader ofNalUnit(MemorySegment segment, long offset, long length) {
    return new BitReader(segment, offset, length, true);
  }

  /** Whether more was read than there is. */
  boolean isOverrun() {
    return overrun;
  }

  boolean flag() {
    return bit() != 0;
  }

  /** The next 0 to 32 bits, of which an int keeps 32. */
  int bits(int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 1 | bit();
    }
    return value;
  }

  void skip(int count) {
    for (int i = 0; i < count; i++) {
      bit();
    }
  }

  /** An unsigned Exp-Golomb code, ue(v) (ITU-T H.264 §9.1, H.265 §9.2); capped at 2^31-2. */
  int golomb() {
    int length = 0;
    while (length <= MAX_GOLOMB_ZEROS && !overrun && bit() == 0) {
      length++;
    }
    if (length > MAX_GOLOMB_ZEROS || overrun) {
      overrun = true;
      return 0;
    }
    return (1 << length) - 1 + bits(length);
  }

  /** A signed Exp-Golomb code, se(v) (ITU-T H.264 §9.1.1). */
  int signedGolomb() {
    int code = golomb();
    return (code & 1) != 0 ? (code >>> 1) + 1 : -(code >>> 1);
  }

  private int bit() {
    if (bitsLeft == 0 && !load()) {
      return 0;
    }
    bitsLeft--;
    return current >>> bitsLeft & 1;
  }

  private boolean load() {
    if (escaped && zeros >= 2 && position < end && next() == EMULATION_PREVENTION) {
      position++;
      zeros = 0;
    }
    if (position >= end) {
      overrun = true;
      return false;
    }
    current = next();
    position++;
    zeros = current == 0 ? zeros + 1 : 0;
    bitsLeft = Byte.SIZE;
    return true;
  }

  private int next() {
    return Bytes.u8(segment, position);
  }
}
