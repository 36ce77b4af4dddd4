package io.weir.core.codec;

import io.weir.core.buffer.Bytes;
import io.weir.core.control.H264Profile;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Optional;

/**
 * H.264 video (RFC 6184) in single NAL unit and non-interleaved mode. A decoder may start at
 * parameter sets, which stand before a key frame, or at the first slice of the key frame itself.
 * Any thread.
 */
public final class H264 implements PayloadCodec {
  /** Encoding name. */
  public static final String NAME = "H264";

  // NAL unit types: ITU-T H.264 table 7-1 and RFC 6184 §5.4.
  private static final int IDR_SLICE = 5;
  private static final int SEQUENCE_PARAMETER_SET = 7;
  private static final int STAP_A = 24;
  private static final int FU_A = 28;

  private static final int TYPE_MASK = 0x1F;

  /** RFC 6184 §5.7.1: the length before each aggregated unit. */
  private static final int AGGREGATED_LENGTH = 2;

  private static final long NOT_FOUND = -1;

  private static final String MODE = "packetization-mode";

  /** RFC 6184 §5.8: the start bit of the FU header. */
  private static final int FU_START = 0x80;

  /** first_mb_in_slice is Exp-Golomb coded; 0 is a single set bit (ITU-T H.264 §7.3.3, §9.1). */
  private static final int FIRST_MACROBLOCK_ZERO = 0x80;

  @Override
  public String name() {
    return NAME;
  }

  /** From the sequence parameter set, if the payload begins with or aggregates one. */
  @Override
  public int pictureSize(MemorySegment segment, long offset, int length) {
    if (!isKeyFrameStart(segment, offset, length)) {
      return UNKNOWN_SIZE;
    }
    int type = Bytes.u8(segment, offset) & TYPE_MASK;
    if (type == SEQUENCE_PARAMETER_SET) {
      return H264ParameterSet.pictureSize(segment, offset, length);
    }
    long unit = type == STAP_A ? parameterSet(segment, offset + 1, offset + length) : NOT_FOUND;
    return unit == NOT_FOUND
        ? UNKNOWN_SIZE
        : H264ParameterSet.pictureSize(segment, unit, Bytes.u16(segment, unit - AGGREGATED_LENGTH));
  }

  /** Where the first sequence parameter set of an aggregate is, or {@link #NOT_FOUND}. */
  private static long parameterSet(MemorySegment segment, long start, long end) {
    long position = start;
    while (position + AGGREGATED_LENGTH < end) {
      int size = Bytes.u16(segment, position);
      position += AGGREGATED_LENGTH;
      if (size > 0
          && position + size <= end
          && (Bytes.u8(segment, position) & TYPE_MASK) == SEQUENCE_PARAMETER_SET) {
        return position;
      }
      position += size;
    }
    return NOT_FOUND;
  }

  /**
   * By packetization mode and profile (RFC 6184 §8.2.2): receivers of mode 1 take the single units
   * of mode 0 too, and every profile decodes those that it contains.
   */
  @Override
  public Fit fit(Map<String, String> sent, Map<String, String> received) {
    int mode = FormatParameters.number(sent, MODE, 0);
    int receivedMode = FormatParameters.number(received, MODE, 0);
    Optional<H264Profile> profile = H264Profile.of(sent);
    Optional<H264Profile> receivedProfile = H264Profile.of(received);
    if (FormatParameters.anyMalformed(mode, receivedMode)
        || profile.isEmpty()
        || receivedProfile.isEmpty()) {
      return Fit.NONE;
    }
    if (mode == receivedMode && profile.equals(receivedProfile)) {
      return Fit.SAME;
    }
    boolean unpacks = mode == receivedMode || (mode == 0 && receivedMode == 1);
    return unpacks && receivedProfile.get().decodes(profile.get()) ? Fit.WIDER : Fit.NONE;
  }

  /** True unless the payload begins with a sequence parameter set or aggregates one. */
  @Override
  public boolean mayNeedEarlierPacket(MemorySegment segment, long offset, int length) {
    if (length < 2) {
      return true;
    }
    int type = Bytes.u8(segment, offset) & TYPE_MASK;
    return type != SEQUENCE_PARAMETER_SET
        && (type != STAP_A || parameterSet(segment, offset + 1, offset + length) == NOT_FOUND);
  }

  @Override
  public boolean isKeyFrameStart(MemorySegment segment, long offset, int length) {
    if (length < 2) {
      return false;
    }
    int type = Bytes.u8(segment, offset) & TYPE_MASK;
    return switch (type) {
      case STAP_A -> aggregateStartsKeyFrame(segment, offset + 1, offset + length);
      case FU_A -> fragmentStartsKeyFrame(segment, offset, length);
      default -> unitStartsKeyFrame(type, Bytes.u8(segment, offset + 1));
    };
  }

  /** RFC 6184 §5.7.1: each unit has its length, in 16 bits, before it. */
  private static boolean aggregateStartsKeyFrame(MemorySegment segment, long start, long end) {
    long position = start;
    while (position + 2 < end) {
      int size = Bytes.u16(segment, position);
      position += 2;
      if (position + size > end) {
        return false;
      }
      if (size >= 2
          && unitStartsKeyFrame(
              Bytes.u8(segment, position) & TYPE_MASK, Bytes.u8(segment, position + 1))) {
        return true;
      }
      position += size;
    }
    return false;
  }

  /** RFC 6184 §5.8: FU indicator, FU header, fragment. */
  private static boolean fragmentStartsKeyFrame(MemorySegment segment, long offset, int length) {
    if (length < 3) {
      return false;
    }
    int header = Bytes.u8(segment, offset + 1);
    return (header & FU_START) != 0
        && unitStartsKeyFrame(header & TYPE_MASK, Bytes.u8(segment, offset + 2));
  }

  private static boolean unitStartsKeyFrame(int type, int firstPayloadOctet) {
    return type == SEQUENCE_PARAMETER_SET
        || (type == IDR_SLICE && (firstPayloadOctet & FIRST_MACROBLOCK_ZERO) != 0);
  }
}
