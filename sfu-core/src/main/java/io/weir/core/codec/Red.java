package io.weir.core.codec;

import io.weir.core.buffer.Bytes;
import io.weir.core.control.CodecParameters;
import java.lang.foreign.MemorySegment;

/**
 * Redundant audio (RFC 2198): earlier packets' sound once more, before the present one's, the
 * primary block. Any thread.
 */
public final class Red implements PayloadCodec {
  /** Encoding name. */
  public static final String NAME = "RED";

  /** Returned by {@link #primaryOffset} for a payload whose blocks do not fit into it. */
  public static final int MALFORMED = -1;

  /** RFC 2198 §3: F, then the block's payload type. */
  private static final int FOLLOWED = 0x80;

  /** |F| block PT | timestamp offset (14 bits) | block length (10 bits)|. */
  private static final int REDUNDANT_HEADER_LENGTH = 4;

  private static final int BLOCK_LENGTH_MASK = 0x3FF;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isKeyFrameStart(MemorySegment segment, long offset, int length) {
    return true;
  }

  /** The payload type that a negotiated RED repeats, as its first fmtp item says; -1 for none. */
  public static int repeated(CodecParameters red) {
    for (String item : red.formatParameters().keySet()) {
      String first = item.split("/", 2)[0];
      if (first.length() <= 3 && first.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return first.isEmpty() ? -1 : Integer.parseInt(first);
      }
    }
    return -1;
  }

  /**
   * Where the primary block's data begins, which reaches to the payload's end.
   *
   * @return bytes from {@code offset}, 1 to {@code length}; or {@link #MALFORMED}
   */
  public static int primaryOffset(MemorySegment segment, long offset, int length) {
    int header = 0;
    int redundant = 0;
    while (header < length && (Bytes.u8(segment, offset + header) & FOLLOWED) != 0) {
      if (header + REDUNDANT_HEADER_LENGTH > length) {
        return MALFORMED;
      }
      redundant += Bytes.u16(segment, offset + header + 2) & BLOCK_LENGTH_MASK;
      header += REDUNDANT_HEADER_LENGTH;
    }
    int primary = header + 1 + redundant;
    return primary <= length ? primary : MALFORMED;
  }

  /** The payload type of the primary block; the payload is not {@link #MALFORMED}. */
  public static int primaryPayloadType(MemorySegment segment, long offset) {
    long header = offset;
    while ((Bytes.u8(segment, header) & FOLLOWED) != 0) {
      header += REDUNDANT_HEADER_LENGTH;
    }
    return Bytes.u8(segment, header);
  }
}
