package io.weir.core.rtp;

import io.weir.core.buffer.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * The fields that every Dependency Descriptor has (RTP Payload Format For AV1 v1.0, appendix A). It
 * serves other codecs too, and is readable where the frames are encrypted; what frames are of which
 * layer, {@link DependencyStructure} tells. Any thread.
 */
public final class DependencyDescriptor {
  /** Length of the mandatory fields (§A.8.2). */
  public static final int MIN_LENGTH = 3;

  /** |start_of_frame|end_of_frame| frame_dependency_template_id (6)| frame_number (16)|. */
  private static final int START_OF_FRAME = 0x80;

  private static final int TEMPLATE_ID_MASK = 0x3F;

  private static final int FRAME_NUMBER = 1;

  /** First bit of the extended fields. */
  private static final int HAS_STRUCTURE = 0x80;

  private DependencyDescriptor() {}

  /**
   * Whether the packet begins a coded video sequence: a template dependency structure comes with
   * the first packet of a key frame (§A.5).
   */
  public static boolean startsSequence(MemorySegment segment, long offset, int length) {
    return length > MIN_LENGTH
        && startsFrame(segment, offset)
        && (Bytes.u8(segment, offset + MIN_LENGTH) & HAS_STRUCTURE) != 0;
  }

  /** Whether the packet is the first of its frame. */
  static boolean startsFrame(MemorySegment segment, long offset) {
    return (Bytes.u8(segment, offset) & START_OF_FRAME) != 0;
  }

  /** Number of the template that describes the frame. */
  static int templateId(MemorySegment segment, long offset) {
    return Bytes.u8(segment, offset) & TEMPLATE_ID_MASK;
  }

  /** The frame's number, 0 to 65535; the descriptor has {@link #MIN_LENGTH} bytes at least. */
  public static int frameNumber(MemorySegment segment, long offset) {
    return Bytes.u16(segment, offset + FRAME_NUMBER);
  }

  /** Gives the frame another number; references are differences, so they stay right. */
  public static void putFrameNumber(MemorySegment segment, long offset, int frameNumber) {
    Bytes.putU16(segment, offset + FRAME_NUMBER, frameNumber);
  }
}
