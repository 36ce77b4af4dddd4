package io.weir.bench.load.media;

import io.weir.bench.load.measure.Marker;
import io.weir.core.buffer.Bytes;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;

/**
 * H.264 in packetization mode 1 (RFC 6184): a key frame begins with its parameter sets in one
 * aggregate, slices are single units or fragments. Media thread only.
 */
final class H264Payload implements VideoPayload {
  private static final int STAP_A = 0x78;
  private static final int SEQUENCE_PARAMETER_SET = 0x67;

  /** A picture parameter set with CAVLC and everything else at its default. */
  private static final byte[] PICTURE_PARAMETER_SET = {0x68, (byte) 0xCE, 0x3C, (byte) 0x80};

  /** A unit of filler data, in which the aggregate's marker stands. */
  private static final int FILLER = 0x0C;

  private static final int IDR_SLICE = 0x65;
  private static final int SLICE = 0x41;
  private static final int FU_A = 28;
  private static final int IMPORTANCE = 0x60;
  private static final int TYPE = 0x1F;
  private static final int FU_START = 0x80;
  private static final int FU_END = 0x40;

  /** first_mb_in_slice 0, then slice_type I or P. */
  private static final int IDR_SLICE_HEADER = 0x88;

  private static final int SLICE_HEADER = 0x9A;
  private static final int LENGTH = 2;
  private static final int MACROBLOCK = 16;

  private final byte[] parameterSet;
  private final int aggregateLength;

  H264Payload(VideoEncoding encoding) {
    parameterSet = sequenceParameterSet(encoding.width(), encoding.height());
    aggregateLength =
        1
            + LENGTH
            + parameterSet.length
            + LENGTH
            + PICTURE_PARAMETER_SET.length
            + LENGTH
            + 1
            + Marker.LENGTH;
  }

  @Override
  public int packets(int frameBytes, int packetBytes, boolean key) {
    return VideoPayload.super.packets(frameBytes, packetBytes, key) + (key ? 1 : 0);
  }

  @Override
  public int length(int frameBytes, int index, int count, boolean key) {
    if (!key) {
      return VideoPayload.super.length(frameBytes, index, count, false);
    }
    return index == 0
        ? aggregateLength
        : VideoPayload.super.length(frameBytes, index - 1, count - 1, true);
  }

  @Override
  public void write(
      MemorySegment out, long at, int length, int index, int count, boolean key, long frame) {
    if (key && index == 0) {
      writeAggregate(out, at);
      return;
    }
    int unit = key ? IDR_SLICE : SLICE;
    int fragment = key ? index - 1 : index;
    int fragments = key ? count - 1 : count;
    int sliceHeader = key ? IDR_SLICE_HEADER : SLICE_HEADER;
    if (fragments == 1) {
      Bytes.putU8(out, at, unit);
      Bytes.putU8(out, at + 1, sliceHeader);
      return;
    }
    Bytes.putU8(out, at, (unit & IMPORTANCE) | FU_A);
    Bytes.putU8(
        out,
        at + 1,
        (unit & TYPE) | (fragment == 0 ? FU_START : 0) | (fragment == fragments - 1 ? FU_END : 0));
    if (fragment == 0) {
      Bytes.putU8(out, at + 2, sliceHeader);
    }
  }

  private void writeAggregate(MemorySegment out, long at) {
    Bytes.putU8(out, at, STAP_A);
    long position = putUnit(out, at + 1, parameterSet);
    position = putUnit(out, position, PICTURE_PARAMETER_SET);
    Bytes.putU16(out, position, 1 + Marker.LENGTH);
    Bytes.putU8(out, position + LENGTH, FILLER);
  }

  private static long putUnit(MemorySegment out, long at, byte[] unit) {
    Bytes.putU16(out, at, unit.length);
    for (int i = 0; i < unit.length; i++) {
      Bytes.putU8(out, at + LENGTH + i, unit[i]);
    }
    return at + LENGTH + unit.length;
  }

  /** ITU-T H.264 §7.3.2.1.1, constrained baseline, level 3.1. */
  private static byte[] sequenceParameterSet(int width, int height) {
    int columns = (width + MACROBLOCK - 1) / MACROBLOCK;
    int rows = (height + MACROBLOCK - 1) / MACROBLOCK;
    int cropRight = (columns * MACROBLOCK - width) / 2;
    int cropBottom = (rows * MACROBLOCK - height) / 2;
    boolean cropped = cropRight + cropBottom > 0;
    BitWriter bits = new BitWriter(64);
    bits.put(8, SEQUENCE_PARAMETER_SET).put(8, 0x42).put(8, 0xE0).put(8, 31);
    bits.putGolomb(0).putGolomb(0).putGolomb(2).putGolomb(1).put(1, 0);
    bits.putGolomb(columns - 1).putGolomb(rows - 1).put(1, 1).put(1, 1);
    bits.put(1, cropped ? 1 : 0);
    if (cropped) {
      bits.putGolomb(0).putGolomb(cropRight).putGolomb(0).putGolomb(cropBottom);
    }
    bits.put(1, 0).put(1, 1); // no VUI; rbsp_stop_one_bit
    return escape(bits.toBytes());
  }

  /** §7.4.1: 00 00 must not be followed by 00 to 03. */
  private static byte[] escape(byte[] unit) {
    ByteArrayOutputStream escaped = new ByteArrayOutputStream();
    int zeros = 0;
    for (byte octet : unit) {
      if (zeros >= 2 && octet >= 0 && octet <= 3) {
        escaped.write(3);
        zeros = 0;
      }
      escaped.write(octet);
      zeros = octet == 0 ? zeros + 1 : 0;
    }
    return escaped.toByteArray();
  }
}
