package io.weir.core.rtcp;

import io.weir.core.buffer.Bytes;

/** Receiver estimated maximum bitrate (draft-alvestrand-rmcat-remb-03 §2.2). */
public final class Remb {
  /** Returned by {@link #bitrate} for application layer feedback that is no REMB. */
  public static final long NOT_REMB = -1;

  private static final int IDENTIFIER = 0x52454D42; // "REMB"
  private static final int FIXED_LENGTH = 8;
  private static final int MANTISSA_BITS = 18;
  private static final int MANTISSA_MASK = (1 << MANTISSA_BITS) - 1;

  private Remb() {}

  /** Bitrate in bits per second of the REMB at which a reader stands, or {@link #NOT_REMB}. */
  public static long bitrate(RtcpReader reader) {
    if (!reader.is(RtcpPacketType.PAYLOAD_FEEDBACK, RtcpPacketType.FORMAT_APPLICATION)) {
      return NOT_REMB;
    }
    int length = Feedback.informationLength(reader);
    long information = Feedback.informationOffset(reader);
    if (length < FIXED_LENGTH || Bytes.i32(reader.segment(), information) != IDENTIFIER) {
      return NOT_REMB;
    }
    int sources = Bytes.u8(reader.segment(), information + 4);
    if (length < FIXED_LENGTH + sources * Integer.BYTES) {
      return NOT_REMB;
    }
    int exponentAndMantissa = Bytes.u24(reader.segment(), information + 5);
    int exponent = exponentAndMantissa >>> MANTISSA_BITS;
    long mantissa = exponentAndMantissa & MANTISSA_MASK;
    long bitrate = mantissa << exponent;
    boolean overflow = bitrate < 0 || bitrate >>> exponent != mantissa;
    return overflow ? Long.MAX_VALUE : bitrate;
  }
}
