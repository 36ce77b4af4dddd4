package io.weir.core.rtp;

import io.weir.core.buffer.Bytes;
import java.lang.foreign.MemorySegment;

/** Writes the headers of outgoing packets; {@link ExtensionWriter} adds to them. Any thread. */
public final class RtpHeaderWriter {
  /** Length of what {@link #writeFixed} writes: the fixed header and one CSRC. */
  public static final int FIXED_LENGTH = RtpParser.FIXED_HEADER_LENGTH + 4;

  private static final int VERSION_AND_ONE_CSRC = 2 << 6 | 1;
  private static final int PADDING_BIT = 0x20;
  private static final int EXTENSION_BIT = 0x10;
  private static final int MARKER_BIT = 0x80;

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

  /** Marks a header that {@link #writeFixed} wrote as followed by an extension block. */
  public static void setExtensionBit(MemorySegment out, long offset) {
    setBit(out, offset, EXTENSION_BIT);
  }

  /** Marks a header that {@link #writeFixed} wrote as that of a packet with padding. */
  public static void setPaddingBit(MemorySegment out, long offset) {
    setBit(out, offset, PADDING_BIT);
  }

  /** Gives a header that {@link #writeFixed} wrote another SSRC. */
  public static void setSsrc(MemorySegment out, long offset, int ssrc) {
    Bytes.putI32(out, offset + 8, ssrc);
  }

  private static void setBit(MemorySegment out, long offset, int bit) {
    Bytes.putU8(out, offset, Bytes.u8(out, offset) | bit);
  }
}
