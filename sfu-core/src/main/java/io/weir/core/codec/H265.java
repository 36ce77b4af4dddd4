package io.weir.core.codec;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.Packet;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/**
 * H.265 video (RFC 7798) in single-stream mode. A decoder may start at parameter sets, which stand
 * before a key frame, or at the first slice of an intra random access point. Any thread.
 */
public final class H265 implements PayloadCodec {
  /** Encoding name. */
  public static final String NAME = "H265";

  // NAL unit types: ITU-T H.265 table 7-1 and RFC 7798 §4.4.
  private static final int FIRST_RANDOM_ACCESS = 16;
  private static final int LAST_RANDOM_ACCESS = 21;
  private static final int FIRST_SUBLAYER_ACCESS = 2;
  private static final int LAST_SUBLAYER_ACCESS = 5;
  private static final int VIDEO_PARAMETER_SET = 32;
  private static final int SEQUENCE_PARAMETER_SET = 33;
  private static final int AGGREGATION = 48;
  private static final int FRAGMENTATION = 49;

  /** RFC 7798 §1.1.4: |F| type (6) | layer id (6) | TID (3)|. */
  private static final int HEADER_LENGTH = 2;

  private static final int TID_MASK = 0x07;

  /** RFC 7798 §4.4.3: the start bit of the FU header, then the type. */
  private static final int FU_START = 0x80;

  private static final int FU_TYPE_MASK = 0x3F;

  /** first_slice_segment_in_pic_flag begins a slice (ITU-T H.265 §7.3.6.1). */
  private static final int FIRST_SLICE = 0x80;

  /** RFC 7798 §4.4.2: the length before each aggregated unit. */
  private static final int AGGREGATED_LENGTH = 2;

  private static final long NOT_FOUND = -1;

  private static final int MAIN = 1;
  private static final int MAIN_10 = 2;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isKeyFrameStart(MemorySegment segment, long offset, int length) {
    if (length <= HEADER_LENGTH) {
      return false;
    }
    int type = type(segment, offset);
    return switch (type) {
      case AGGREGATION -> aggregateStartsKeyFrame(segment, offset + HEADER_LENGTH, offset + length);
      case FRAGMENTATION -> fragmentStartsKeyFrame(segment, offset + HEADER_LENGTH, length);
      default -> unitStartsKeyFrame(type, Bytes.u8(segment, offset + HEADER_LENGTH));
    };
  }

  /** True unless the payload is a video parameter set, the first of the three, or aggregates it. */
  @Override
  public boolean mayNeedEarlierPacket(MemorySegment segment, long offset, int length) {
    if (length <= HEADER_LENGTH) {
      return true;
    }
    int type = type(segment, offset);
    return type != VIDEO_PARAMETER_SET
        && (type != AGGREGATION || find(segment, offset, length, VIDEO_PARAMETER_SET) == NOT_FOUND);
  }

  /** From the sequence parameter set, if the payload is or aggregates one. */
  @Override
  public int pictureSize(MemorySegment segment, long offset, int length) {
    if (!isKeyFrameStart(segment, offset, length)) {
      return UNKNOWN_SIZE;
    }
    int type = type(segment, offset);
    if (type == SEQUENCE_PARAMETER_SET) {
      return H265ParameterSet.pictureSize(segment, offset, length);
    }
    long unit =
        type == AGGREGATION ? find(segment, offset, length, SEQUENCE_PARAMETER_SET) : NOT_FOUND;
    return unit == NOT_FOUND
        ? UNKNOWN_SIZE
        : H265ParameterSet.pictureSize(segment, unit, Bytes.u16(segment, unit - AGGREGATED_LENGTH));
  }

  /**
   * All slices of a picture are of one temporal layer, and so are what aggregates and fragments
   * them (RFC 7798 §4.4). Layers are entered at TSA and STSA pictures (ITU-T H.265 §7.4.2.2).
   */
  @Override
  public void readLayers(Packet packet) {
    int length = packet.payloadLength;
    if (length <= HEADER_LENGTH) {
      return;
    }
    MemorySegment segment = packet.segment();
    long offset = packet.payloadOffset();
    int type = type(segment, offset);
    if (type == FRAGMENTATION) {
      type = Bytes.u8(segment, offset + HEADER_LENGTH) & FU_TYPE_MASK;
    } else if (type == AGGREGATION) {
      type = firstSlice(segment, offset + HEADER_LENGTH, offset + length);
    }
    packet.temporalLayer = Math.max(0, (Bytes.u8(segment, offset + 1) & TID_MASK) - 1);
    packet.layerSync = type >= FIRST_SUBLAYER_ACCESS && type <= LAST_SUBLAYER_ACCESS;
  }

  /** The type of the first slice in an aggregation packet; a parameter set's when there is none. */
  private static int firstSlice(MemorySegment segment, long start, long end) {
    long position = start;
    while (position + AGGREGATED_LENGTH < end) {
      int size = Bytes.u16(segment, position);
      position += AGGREGATED_LENGTH;
      if (size > 0 && position + size <= end && type(segment, position) < VIDEO_PARAMETER_SET) {
        return type(segment, position);
      }
      position += size;
    }
    return VIDEO_PARAMETER_SET;
  }

  /** Where the first unit of a type is in an aggregation packet, or {@link #NOT_FOUND}. */
  private static long find(MemorySegment segment, long offset, int length, int wanted) {
    long end = offset + length;
    long position = offset + HEADER_LENGTH;
    while (position + AGGREGATED_LENGTH < end) {
      int size = Bytes.u16(segment, position);
      position += AGGREGATED_LENGTH;
      if (size > 0 && position + size <= end && type(segment, position) == wanted) {
        return position;
      }
      position += size;
    }
    return NOT_FOUND;
  }

  /** RFC 7798 §7.1; a decoder of Main 10 decodes Main (ITU-T H.265 §A.3.3). */
  @Override
  public Fit fit(Map<String, String> sent, Map<String, String> received) {
    int profile = FormatParameters.number(sent, "profile-id", MAIN);
    int wanted = FormatParameters.number(received, "profile-id", MAIN);
    int tier = FormatParameters.number(sent, "tier-flag", 0);
    int maxTier = FormatParameters.number(received, "tier-flag", 0);
    if (FormatParameters.anyMalformed(profile, wanted, tier, maxTier)) {
      return Fit.NONE;
    }
    if (profile == wanted && tier == maxTier) {
      return Fit.SAME;
    }
    boolean profileFits = profile == wanted || (profile == MAIN && wanted == MAIN_10);
    return profileFits && tier <= maxTier ? Fit.WIDER : Fit.NONE;
  }

  /** RFC 7798 §4.4.2: each unit has its length, in 16 bits, before it. */
  private static boolean aggregateStartsKeyFrame(MemorySegment segment, long start, long end) {
    long position = start;
    while (position + 2 < end) {
      int size = Bytes.u16(segment, position);
      position += 2;
      if (position + size > end) {
        return false;
      }
      if (size > HEADER_LENGTH
          && unitStartsKeyFrame(
              type(segment, position), Bytes.u8(segment, position + HEADER_LENGTH))) {
        return true;
      }
      position += size;
    }
    return false;
  }

  /** RFC 7798 §4.4.3: FU header, fragment. */
  private static boolean fragmentStartsKeyFrame(MemorySegment segment, long header, int length) {
    if (length < HEADER_LENGTH + 2) {
      return false;
    }
    int flags = Bytes.u8(segment, header);
    return (flags & FU_START) != 0
        && unitStartsKeyFrame(flags & FU_TYPE_MASK, Bytes.u8(segment, header + 1));
  }

  private static boolean unitStartsKeyFrame(int type, int firstPayloadOctet) {
    return type == VIDEO_PARAMETER_SET
        || type == SEQUENCE_PARAMETER_SET
        || (type >= FIRST_RANDOM_ACCESS
            && type <= LAST_RANDOM_ACCESS
            && (firstPayloadOctet & FIRST_SLICE) != 0);
  }

  private static int type(MemorySegment segment, long unit) {
    return Bytes.u8(segment, unit) >>> 1 & 0x3F;
  }
}
