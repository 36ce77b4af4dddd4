package io.weir.core.buffer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Unaligned big-endian (network order) access to memory segments; unsigned where it says so. */
public final class Bytes {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private Bytes() {}

  /** Unsigned 8-bit value. */
  public static int u8(MemorySegment segment, long offset) {
    return segment.get(ValueLayout.JAVA_BYTE, offset) & 0xFF;
  }

  /** Unsigned 16-bit value. */
  public static int u16(MemorySegment segment, long offset) {
    return segment.get(SHORT, offset) & 0xFFFF;
  }

  /** Unsigned 24-bit value. */
  public static int u24(MemorySegment segment, long offset) {
    return u8(segment, offset) << 16 | u16(segment, offset + 1);
  }

  /** Signed 32-bit value; the natural form of SSRCs, which are only compared. */
  public static int i32(MemorySegment segment, long offset) {
    return segment.get(INT, offset);
  }

  /** Unsigned 32-bit value. */
  public static long u32(MemorySegment segment, long offset) {
    return segment.get(INT, offset) & 0xFFFF_FFFFL;
  }

  /** 64-bit value. */
  public static long i64(MemorySegment segment, long offset) {
    return segment.get(LONG, offset);
  }

  /** Writes the low 8 bits. */
  public static void putU8(MemorySegment segment, long offset, int value) {
    segment.set(ValueLayout.JAVA_BYTE, offset, (byte) value);
  }

  /** Writes the low 16 bits. */
  public static void putU16(MemorySegment segment, long offset, int value) {
    segment.set(SHORT, offset, (short) value);
  }

  /** Writes the low 24 bits. */
  public static void putU24(MemorySegment segment, long offset, int value) {
    putU8(segment, offset, value >>> 16);
    putU16(segment, offset + 1, value);
  }

  /** Writes 32 bits. */
  public static void putI32(MemorySegment segment, long offset, int value) {
    segment.set(INT, offset, value);
  }

  /** Writes 64 bits. */
  public static void putI64(MemorySegment segment, long offset, long value) {
    segment.set(LONG, offset, value);
  }

  /** Copies bytes; the ranges may overlap. */
  public static void copy(
      MemorySegment source,
      long sourceOffset,
      MemorySegment target,
      long targetOffset,
      int length) {
    MemorySegment.copy(source, sourceOffset, target, targetOffset, length);
  }
}
