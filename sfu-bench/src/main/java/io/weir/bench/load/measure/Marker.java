package io.weir.bench.load.measure;

import io.weir.core.buffer.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * What the tester puts at the end of every payload that it publishes, so that viewers measure by
 * the publisher's own numbers, whatever the server does to RTP headers. To the server it is a part
 * of the encoded media. Any thread.
 *
 * <pre>
 *  0  u32 "WEIR"           16  i64 when it left the publisher, ns since 1970
 *  4  u32 source           24  u16 index of the packet in its frame
 *  8  u32 packet number    26  u16 packets of the frame
 * 12  u32 frame number     28  u8 flags    29  u8 version    30  u16 check
 * </pre>
 */
public final class Marker {
  /** Bytes that it takes. */
  public static final int LENGTH = 32;

  private static final int MAGIC = 0x57454952;
  private static final int VERSION = 1;
  private static final int SOURCE = 4;
  private static final int NUMBER = 8;
  private static final int FRAME = 12;
  private static final int SENT = 16;
  private static final int INDEX = 24;
  private static final int COUNT = 26;
  private static final int FLAGS = 28;
  private static final int CHECK = 30;
  private static final int KEY_FRAME = 1;
  private static final int AUDIO = 2;
  private static final long HIGH_48_BITS = -0x1_0000L;

  private Marker() {}

  /** Writes everything but the time, which {@link #stamp} adds, and which must follow. */
  public static void write(
      MemorySegment segment,
      long at,
      int source,
      long number,
      long frame,
      int index,
      int count,
      boolean keyFrame,
      boolean audio) {
    Bytes.putI32(segment, at, MAGIC);
    Bytes.putI32(segment, at + SOURCE, source);
    Bytes.putI32(segment, at + NUMBER, (int) number);
    Bytes.putI32(segment, at + FRAME, (int) frame);
    Bytes.putU16(segment, at + INDEX, index);
    Bytes.putU16(segment, at + COUNT, count);
    Bytes.putU8(segment, at + FLAGS, (keyFrame ? KEY_FRAME : 0) | (audio ? AUDIO : 0));
    Bytes.putU8(segment, at + FLAGS + 1, VERSION);
  }

  /** Writes the time that the packet leaves, and the check. */
  public static void stamp(MemorySegment segment, long at, long epochNs) {
    Bytes.putI64(segment, at + SENT, epochNs);
    Bytes.putU16(segment, at + CHECK, check(segment, at));
  }

  /** Whether a payload ends with a marker. */
  public static boolean endsPayload(MemorySegment segment, long payload, int length) {
    long at = payload + length - LENGTH;
    return length >= LENGTH
        && Bytes.i32(segment, at) == MAGIC
        && Bytes.u16(segment, at + CHECK) == check(segment, at)
        && Bytes.u8(segment, at + FLAGS + 1) == VERSION;
  }

  /** Number of the encoding that published it, see {@link SentStream#source}; -2^31 to 2^31-1. */
  public static int source(MemorySegment segment, long at) {
    return Bytes.i32(segment, at + SOURCE);
  }

  /** Number of the packet in its source, from 0; a retransmission has its original's. */
  public static long number(MemorySegment segment, long at) {
    return Bytes.u32(segment, at + NUMBER);
  }

  /** Number of the frame in its source, from 0. */
  public static long frame(MemorySegment segment, long at) {
    return Bytes.u32(segment, at + FRAME);
  }

  /** When the packet first left, ns since 1970. */
  public static long sentNs(MemorySegment segment, long at) {
    return Bytes.i64(segment, at + SENT);
  }

  /** The packet's place in its frame, from 0. */
  public static int index(MemorySegment segment, long at) {
    return Bytes.u16(segment, at + INDEX);
  }

  /** How many packets its frame has. */
  public static int count(MemorySegment segment, long at) {
    return Bytes.u16(segment, at + COUNT);
  }

  /** Whether its frame is a key frame. */
  public static boolean isKeyFrame(MemorySegment segment, long at) {
    return (Bytes.u8(segment, at + FLAGS) & KEY_FRAME) != 0;
  }

  /** Whether it is sound. */
  public static boolean isAudio(MemorySegment segment, long at) {
    return (Bytes.u8(segment, at + FLAGS) & AUDIO) != 0;
  }

  /** All 16-bit words but the last, combined; any one changed bit changes it. */
  private static int check(MemorySegment segment, long at) {
    long folded =
        Bytes.i64(segment, at)
            ^ Bytes.i64(segment, at + 8)
            ^ Bytes.i64(segment, at + 16)
            ^ (Bytes.i64(segment, at + 24) & HIGH_48_BITS);
    folded ^= folded >>> 32;
    return (int) (folded ^ (folded >>> 16)) & 0xFFFF;
  }
}
