package io.weir.core.stun;

import io.weir.core.buffer.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Reads what answers a {@link StunWriter#writeRequest binding request}. Reusable, for one thread;
 * allocates nothing. What the accessors tell holds until the next {@link #read}, and only after
 * that was true.
 */
public final class StunResponseReader {
  /** {@link #error} of a success response. */
  public static final int NO_ERROR = 0;

  private static final int ERROR_CODE_LENGTH = 4;

  private MemorySegment segment = MemorySegment.NULL;
  private long offset;
  private int integrityOffset;
  private int error;

  /** Whether a datagram that is STUN is a request or an indication rather than a response. */
  public static boolean isRequest(MemorySegment segment, long offset) {
    return (Bytes.u16(segment, offset) & 0x0100) == 0; // RFC 8489 §5: the class's upper bit
  }

  /**
   * Reads a datagram; false when it is no well-formed response to a binding request. Never throws
   * for any bytes, never reads outside of them.
   */
  public boolean read(MemorySegment segment, long offset, int length) {
    this.segment = segment;
    this.offset = offset;
    integrityOffset = 0;
    error = NO_ERROR;
    if (length < Stun.HEADER_LENGTH
        || (length & 3) != 0
        || Bytes.u16(segment, offset + 2) != length - Stun.HEADER_LENGTH
        || Bytes.i32(segment, offset + Stun.MAGIC_COOKIE_OFFSET) != Stun.MAGIC_COOKIE) {
      return false;
    }
    int type = Bytes.u16(segment, offset);
    return (type == Stun.BINDING_SUCCESS_RESPONSE || type == Stun.BINDING_ERROR_RESPONSE)
        && readAttributes(length)
        && (type == Stun.BINDING_ERROR_RESPONSE) == (error != NO_ERROR);
  }

  /** First 4 bytes of the transaction id. */
  public int transactionHigh() {
    return Bytes.i32(segment, offset + Stun.TRANSACTION_ID_OFFSET);
  }

  /** The other 8 bytes of it. */
  public long transactionLow() {
    return Bytes.i64(segment, offset + Stun.TRANSACTION_ID_OFFSET + 4);
  }

  /** The error's number, for instance {@link StunWriter#ROLE_CONFLICT}; or {@link #NO_ERROR}. */
  public int error() {
    return error;
  }

  /** Whether MESSAGE-INTEGRITY is there and was made with a key. */
  public boolean hasIntegrity(MessageIntegrity key) {
    return integrityOffset != 0 && key.verify(segment, offset, integrityOffset);
  }

  private boolean readAttributes(int end) {
    int position = Stun.HEADER_LENGTH;
    while (position + Stun.ATTRIBUTE_HEADER_LENGTH <= end) {
      int type = Bytes.u16(segment, offset + position);
      int length = Bytes.u16(segment, offset + position + 2);
      int next = position + Stun.ATTRIBUTE_HEADER_LENGTH + Stun.padded(length);
      if (next > end) {
        return false;
      }
      // RFC 8489 §14.5: what follows MESSAGE-INTEGRITY is not protected by it and is ignored.
      if (integrityOffset == 0 && !readAttribute(type, position, length)) {
        return false;
      }
      position = next;
    }
    return position == end;
  }

  private boolean readAttribute(int type, int position, int length) {
    if (type == Stun.MESSAGE_INTEGRITY) {
      integrityOffset = position;
      return length == MessageIntegrity.DIGEST_LENGTH;
    }
    if (type == Stun.ERROR_CODE) {
      long value = offset + position + Stun.ATTRIBUTE_HEADER_LENGTH;
      if (length < ERROR_CODE_LENGTH) {
        return false;
      }
      error = (Bytes.u8(segment, value + 2) & 7) * 100 + Bytes.u8(segment, value + 3);
    }
    return true;
  }
}
