package io.weir.core.rtp;

import io.weir.core.buffer.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Writes the headers of outgoing packets: {@link #writeFixed} first, then perhaps {@link
 * #addExtensions}. Any thread.
 */
public final class RtpHeaderWriter {
  /** Length of what {@link #writeFixed} writes: the fixed header and one CSRC. */
  public static final int FIXED_LENGTH = RtpParser.FIXED_HEADER_LENGTH + 4;

  /** Room for every header that this class writes with a MID of at most 16 bytes. */
  public static final int MAX_LENGTH = 64;

  /** Audio level argument for packets that have none. */
  public static final int NO_AUDIO_LEVEL = -1;

  private static final int VERSION_AND_ONE_CSRC = 2 << 6 | 1;
  private static final int EXTENSION_BIT = 0x10;
  private static final int MARKER_BIT = 0x80;
  private static final int EXTENSION_HEADER_LENGTH = 4;

  /** RFC 8285 §4.2: one-byte elements have ids 1 to 14 and 1 to 16 bytes. */
  private static final int MAX_ONE_BYTE_ID = 14;

  private static final int MAX_ONE_BYTE_LENGTH = 16;

  private RtpHeaderWriter() {}

  /**
   * Writes a header without extensions (RFC 3550 §5.1).
   *
   * @return its length, {@link #FIXED_LENGTH}
   */
  public static int writeFixed(
      MemorySegment out,
      long offset,
      boolean marker,
      int payloadType,
      int sequence,
      long timestamp,
      int ssrc,
      int csrc) {
    Bytes.putU8(out, offset, VERSION_AND_ONE_CSRC);
    Bytes.putU8(out, offset + 1, marker ? payloadType | MARKER_BIT : payloadType);
    Bytes.putU16(out, offset + 2, sequence);
    Bytes.putI32(out, offset + 4, (int) timestamp);
    Bytes.putI32(out, offset + 8, ssrc);
    Bytes.putI32(out, offset + 12, csrc);
    return FIXED_LENGTH;
  }

  /**
   * Adds header extensions (RFC 8285) to a header that {@link #writeFixed} wrote, in the one-byte
   * form when all of them fit into it.
   *
   * @param midId id of the MID extension, or 0 to leave it out
   * @param mid the m-line's identification tag in UTF-8; empty to leave it out
   * @param audioLevelId id of the audio level extension, or 0 to leave it out
   * @param audioLevel voice flag and level as one byte (RFC 6464 §3), or {@link #NO_AUDIO_LEVEL}
   * @return the header's new length
   */
  public static int addExtensions(
      MemorySegment out, long offset, int midId, byte[] mid, int audioLevelId, int audioLevel) {
    boolean hasMid = midId != 0 && mid.length > 0;
    boolean hasAudioLevel = audioLevelId != 0 && audioLevel != NO_AUDIO_LEVEL;
    if (!hasMid && !hasAudioLevel) {
      return FIXED_LENGTH;
    }
    boolean twoByte =
        (hasMid && needsTwoByte(midId, mid.length))
            || (hasAudioLevel && needsTwoByte(audioLevelId, 1));
    long start = offset + FIXED_LENGTH;
    long position = start + EXTENSION_HEADER_LENGTH;
    if (hasMid) {
      position = putElementHeader(out, position, midId, mid.length, twoByte);
      for (byte octet : mid) {
        Bytes.putU8(out, position++, octet);
      }
    }
    if (hasAudioLevel) {
      position = putElementHeader(out, position, audioLevelId, 1, twoByte);
      Bytes.putU8(out, position++, audioLevel);
    }
    while ((position - start) % Integer.BYTES != 0) {
      Bytes.putU8(out, position++, 0);
    }
    int words = (int) (position - start - EXTENSION_HEADER_LENGTH) / Integer.BYTES;
    Bytes.putU16(
        out,
        start,
        twoByte ? HeaderExtensions.TWO_BYTE_PROFILE : HeaderExtensions.ONE_BYTE_PROFILE);
    Bytes.putU16(out, start + 2, words);
    Bytes.putU8(out, offset, VERSION_AND_ONE_CSRC | EXTENSION_BIT);
    return (int) (position - offset);
  }

  private static boolean needsTwoByte(int id, int length) {
    return id > MAX_ONE_BYTE_ID || length > MAX_ONE_BYTE_LENGTH;
  }

  private static long putElementHeader(
      MemorySegment out, long position, int id, int length, boolean twoByte) {
    if (twoByte) {
      Bytes.putU8(out, position, id);
      Bytes.putU8(out, position + 1, length);
      return position + 2;
    }
    Bytes.putU8(out, position, id << 4 | (length - 1));
    return position + 1;
  }
}
