package io.weir.core.codec;

import io.weir.core.buffer.Bytes;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/**
 * AV1 video (RTP Payload Format For AV1 v1.0 of the Alliance for Open Media). A decoder may start
 * where a coded video sequence does: at a sequence header that a key frame follows. Any thread.
 */
public final class Av1 implements PayloadCodec {
  /** Encoding name. */
  public static final String NAME = "AV1";

  // §4.4, aggregation header: |Z|Y| W |N|-|-|-|
  private static final int CONTINUES = 0x80;
  private static final int NEW_SEQUENCE = 0x08;

  /** OBU header, AV1 bitstream specification §5.3.2: |F| type (4) |X|S|-|. */
  private static final int HAS_EXTENSION = 0x04;

  private static final int HAS_SIZE = 0x02;

  private static final int SEQUENCE_HEADER = 1;
  private static final int FRAME_HEADER = 3;
  private static final int FRAME = 6;

  /** Frame header, §5.9.2: |show_existing_frame| frame_type (2)| …, 0 is KEY_FRAME. */
  private static final int NOT_KEY_FRAME_MASK = 0xE0;

  /** §4.10.5: a leb128 has at most 8 bytes, of which 4 are more than any packet needs. */
  private static final int MAX_LENGTH_BYTES = 4;

  private static final int NOT_FOUND = -1;

  @Override
  public String name() {
    return NAME;
  }

  /**
   * N says so, with the sequence header first (§4.4); senders that never set N are believed when a
   * key frame follows the sequence header in the same packet.
   */
  @Override
  public boolean isKeyFrameStart(MemorySegment segment, long offset, int length) {
    if (length < 2 || (Bytes.u8(segment, offset) & CONTINUES) != 0) {
      return false;
    }
    return (Bytes.u8(segment, offset) & NEW_SEQUENCE) != 0
        || (find(segment, offset, length, SEQUENCE_HEADER) != NOT_FOUND
            && beginsKeyFrame(segment, offset, length));
  }

  @Override
  public int pictureSize(MemorySegment segment, long offset, int length) {
    if (!isKeyFrameStart(segment, offset, length)) {
      return UNKNOWN_SIZE;
    }
    long found = find(segment, offset, length, SEQUENCE_HEADER);
    return found == NOT_FOUND
        ? UNKNOWN_SIZE
        : Av1SequenceHeader.pictureSize(segment, start(found), size(found));
  }

  /** Payload format §7.1: profiles and tiers contain those before them. */
  @Override
  public Fit fit(Map<String, String> sent, Map<String, String> received) {
    int profile = FormatParameters.number(sent, "profile", 0);
    int maxProfile = FormatParameters.number(received, "profile", 0);
    int tier = FormatParameters.number(sent, "tier", 0);
    int maxTier = FormatParameters.number(received, "tier", 0);
    if (FormatParameters.anyMalformed(profile, maxProfile, tier, maxTier)) {
      return Fit.NONE;
    }
    if (profile == maxProfile && tier == maxTier) {
      return Fit.SAME;
    }
    return profile <= maxProfile && tier <= maxTier ? Fit.WIDER : Fit.NONE;
  }

  private static boolean beginsKeyFrame(MemorySegment segment, long offset, int length) {
    long found = find(segment, offset, length, FRAME);
    if (found == NOT_FOUND) {
      found = find(segment, offset, length, FRAME_HEADER);
    }
    return found != NOT_FOUND
        && size(found) > 0
        && (Bytes.u8(segment, start(found)) & NOT_KEY_FRAME_MASK) == 0;
  }

  /**
   * The content of the first OBU of a type.
   *
   * @return {@code absolute offset << 16 | length}, or {@link #NOT_FOUND}
   */
  private static long find(MemorySegment segment, long offset, int length, int wanted) {
    int count = Bytes.u8(segment, offset) >>> 4 & 3; // W, 0 for unknown
    long end = offset + length;
    long position = offset + 1;
    for (int i = 1; position < end; i++) {
      long size = end - position;
      if (i != count) { // §4.4: the last of W elements has no length
        long coded = leb128(segment, position, end);
        if (coded == NOT_FOUND) {
          return NOT_FOUND;
        }
        position += start(coded);
        size = size(coded);
      }
      if (size == 0 || position + size > end) {
        return NOT_FOUND;
      }
      if ((Bytes.u8(segment, position) >>> 3 & 0xF) == wanted) {
        return content(segment, position, position + size);
      }
      position += size;
    }
    return NOT_FOUND;
  }

  private static long content(MemorySegment segment, long obu, long end) {
    int header = Bytes.u8(segment, obu);
    long position = obu + ((header & HAS_EXTENSION) != 0 ? 2 : 1);
    if ((header & HAS_SIZE) != 0 && position < end) { // §4.5: should be left out, may be there
      long coded = leb128(segment, position, end);
      if (coded == NOT_FOUND) {
        return NOT_FOUND;
      }
      position += start(coded);
    }
    return position <= end ? position << 16 | (end - position) : NOT_FOUND;
  }

  /** Reads a length: {@code bytes read << 16 | value}, or {@link #NOT_FOUND}. */
  private static long leb128(MemorySegment segment, long offset, long end) {
    long value = 0;
    for (int i = 0; i < MAX_LENGTH_BYTES && offset + i < end; i++) {
      int octet = Bytes.u8(segment, offset + i);
      value |= (long) (octet & 0x7F) << (7 * i);
      if ((octet & 0x80) == 0) {
        return value > 0xFFFF ? NOT_FOUND : (long) (i + 1) << 16 | value;
      }
    }
    return NOT_FOUND;
  }

  private static long start(long found) {
    return found >>> 16;
  }

  private static int size(long found) {
    return (int) found & 0xFFFF;
  }
}
