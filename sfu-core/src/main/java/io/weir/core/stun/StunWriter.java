package io.weir.core.stun;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.NetworkPath;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * Writes signed answers to binding requests, and such requests. Reusable, for one thread; allocates
 * nothing.
 */
public final class StunWriter {
  /** No answer is longer, in bytes. */
  public static final int MAX_LENGTH = 128;

  /** No request with a username of up to 300 bytes is longer. */
  public static final int MAX_REQUEST_LENGTH = 400;

  /** Another attribute than ours must be understood (RFC 8489 §14.8). */
  public static final int UNKNOWN_ATTRIBUTE = 420;

  /** Both ends believe that they have the same role (RFC 8445 §7.3.1.1). */
  public static final int ROLE_CONFLICT = 487;

  private static final MemorySegment UNKNOWN_ATTRIBUTE_REASON = ascii("Unknown Attribute");
  private static final MemorySegment ROLE_CONFLICT_REASON = ascii("Role Conflict");
  private static final int IPV4 = 1;
  private static final int IPV6 = 2;

  private final StunFingerprint fingerprint = new StunFingerprint();

  /**
   * A success response that tells the peer how we see it.
   *
   * @param high address as in {@link NetworkPath#addressHigh()}
   * @param low address as in {@link NetworkPath#addressLow()}
   * @return its length
   */
  public int writeSuccess(
      StunBindingValidator request,
      long high,
      long low,
      int port,
      MessageIntegrity key,
      MemorySegment out,
      long outOffset) {
    writeHeader(Stun.BINDING_SUCCESS_RESPONSE, request, out, outOffset);
    int length =
        writeXorMappedAddress(high, low, port, out, outOffset, outOffset + Stun.HEADER_LENGTH);
    return finish(key, out, outOffset, Stun.HEADER_LENGTH + length);
  }

  /** An error response for {@link #ROLE_CONFLICT}; returns its length. */
  public int writeRoleConflict(
      StunBindingValidator request, MessageIntegrity key, MemorySegment out, long outOffset) {
    writeHeader(Stun.BINDING_ERROR_RESPONSE, request, out, outOffset);
    long position = outOffset + Stun.HEADER_LENGTH;
    int length = writeErrorCode(ROLE_CONFLICT, ROLE_CONFLICT_REASON, out, position);
    return finish(key, out, outOffset, Stun.HEADER_LENGTH + length);
  }

  /** An error response for {@link #UNKNOWN_ATTRIBUTE} that lists them; returns its length. */
  public int writeUnknownAttributes(
      StunBindingValidator request, MessageIntegrity key, MemorySegment out, long outOffset) {
    writeHeader(Stun.BINDING_ERROR_RESPONSE, request, out, outOffset);
    long position = outOffset + Stun.HEADER_LENGTH;
    position += writeErrorCode(UNKNOWN_ATTRIBUTE, UNKNOWN_ATTRIBUTE_REASON, out, position);
    int count = request.unknownAttributeCount();
    writeAttributeHeader(Stun.UNKNOWN_ATTRIBUTES, 2 * count, out, position);
    position += Stun.ATTRIBUTE_HEADER_LENGTH;
    for (int i = 0; i < count; i++) {
      Bytes.putU16(out, position, request.unknownAttribute(i));
      position += 2;
    }
    if ((count & 1) != 0) {
      Bytes.putU16(out, position, 0);
      position += 2;
    }
    return finish(key, out, outOffset, (int) (position - outOffset));
  }

  /**
   * A connectivity check (RFC 8445 §7.2.2), as an agent that is not lite sends.
   *
   * @param transactionHigh first 4 of the transaction id's 12 bytes
   * @param transactionLow the other 8
   * @param username the peer's username fragment, a colon, and the own one
   * @param role {@link IceRole}
   * @param nominates whether a controlling agent chooses the pair
   * @param key of the peer's password
   * @param out takes {@link #MAX_REQUEST_LENGTH} bytes at most, longer usernames aside
   * @return its length
   */
  public int writeRequest(
      int transactionHigh,
      long transactionLow,
      byte[] username,
      long priority,
      IceRole role,
      long tieBreaker,
      boolean nominates,
      MessageIntegrity key,
      MemorySegment out,
      long outOffset) {
    Bytes.putU16(out, outOffset, Stun.BINDING_REQUEST);
    Bytes.putI32(out, outOffset + Stun.MAGIC_COOKIE_OFFSET, Stun.MAGIC_COOKIE);
    Bytes.putI32(out, outOffset + Stun.TRANSACTION_ID_OFFSET, transactionHigh);
    Bytes.putI64(out, outOffset + Stun.TRANSACTION_ID_OFFSET + 4, transactionLow);
    long position = outOffset + Stun.HEADER_LENGTH;
    writeAttributeHeader(Stun.USERNAME, username.length, out, position);
    position += Stun.ATTRIBUTE_HEADER_LENGTH;
    for (int i = 0; i < Stun.padded(username.length); i++) {
      Bytes.putU8(out, position++, i < username.length ? username[i] : 0);
    }
    writeAttributeHeader(Stun.PRIORITY, 4, out, position);
    Bytes.putI32(out, position + Stun.ATTRIBUTE_HEADER_LENGTH, (int) priority);
    position += Stun.ATTRIBUTE_HEADER_LENGTH + 4;
    boolean controlling = role == IceRole.CONTROLLING;
    int roleType = controlling ? Stun.ICE_CONTROLLING : Stun.ICE_CONTROLLED;
    writeAttributeHeader(roleType, 8, out, position);
    Bytes.putI64(out, position + Stun.ATTRIBUTE_HEADER_LENGTH, tieBreaker);
    position += Stun.ATTRIBUTE_HEADER_LENGTH + 8;
    if (controlling && nominates) {
      writeAttributeHeader(Stun.USE_CANDIDATE, 0, out, position);
      position += Stun.ATTRIBUTE_HEADER_LENGTH;
    }
    return finish(key, out, outOffset, (int) (position - outOffset));
  }

  private static void writeHeader(
      int type, StunBindingValidator request, MemorySegment out, long outOffset) {
    Bytes.putU16(out, outOffset, type);
    Bytes.putI32(out, outOffset + Stun.MAGIC_COOKIE_OFFSET, Stun.MAGIC_COOKIE);
    Bytes.copy(
        request.segment(),
        request.transactionIdOffset(),
        out,
        outOffset + Stun.TRANSACTION_ID_OFFSET,
        Stun.TRANSACTION_ID_LENGTH);
  }

  /** RFC 8489 §14.2: the port and address are masked with cookie and transaction id. */
  private static int writeXorMappedAddress(
      long high, long low, int port, MemorySegment out, long message, long position) {
    boolean ipv4 = NetworkPath.isIpv4(high, low);
    int length = ipv4 ? 8 : 20;
    writeAttributeHeader(Stun.XOR_MAPPED_ADDRESS, length, out, position);
    long value = position + Stun.ATTRIBUTE_HEADER_LENGTH;
    Bytes.putU8(out, value, 0);
    Bytes.putU8(out, value + 1, ipv4 ? IPV4 : IPV6);
    Bytes.putU16(out, value + 2, port ^ (Stun.MAGIC_COOKIE >>> 16));
    long mask = message + Stun.MAGIC_COOKIE_OFFSET;
    if (ipv4) {
      Bytes.putI32(out, value + 4, (int) low ^ Bytes.i32(out, mask));
    } else {
      Bytes.putI64(out, value + 4, high ^ Bytes.i64(out, mask));
      Bytes.putI64(out, value + 12, low ^ Bytes.i64(out, mask + 8));
    }
    return Stun.ATTRIBUTE_HEADER_LENGTH + length;
  }

  private static int writeErrorCode(
      int code, MemorySegment reason, MemorySegment out, long position) {
    int reasonLength = (int) reason.byteSize();
    int length = 4 + reasonLength;
    writeAttributeHeader(Stun.ERROR_CODE, length, out, position);
    long value = position + Stun.ATTRIBUTE_HEADER_LENGTH;
    // The last bytes first: copying the reason then leaves only the padding zero.
    Bytes.putI32(out, value + Stun.padded(length) - 4, 0);
    Bytes.putU16(out, value, 0);
    Bytes.putU8(out, value + 2, code / 100);
    Bytes.putU8(out, value + 3, code % 100);
    Bytes.copy(reason, 0, out, value + 4, reasonLength);
    return Stun.ATTRIBUTE_HEADER_LENGTH + Stun.padded(length);
  }

  private static void writeAttributeHeader(int type, int length, MemorySegment out, long position) {
    Bytes.putU16(out, position, type);
    Bytes.putU16(out, position + 2, length);
  }

  /** Appends MESSAGE-INTEGRITY and FINGERPRINT, which both see the length that ends with them. */
  private int finish(MessageIntegrity key, MemorySegment out, long outOffset, int covered) {
    long integrity = outOffset + covered;
    writeAttributeHeader(Stun.MESSAGE_INTEGRITY, MessageIntegrity.DIGEST_LENGTH, out, integrity);
    key.sign(out, outOffset, covered, integrity + Stun.ATTRIBUTE_HEADER_LENGTH);
    int length = covered + Stun.INTEGRITY_ATTRIBUTE_LENGTH;
    int total = length + Stun.FINGERPRINT_ATTRIBUTE_LENGTH;
    Bytes.putU16(out, outOffset + 2, total - Stun.HEADER_LENGTH);
    writeAttributeHeader(Stun.FINGERPRINT, 4, out, outOffset + length);
    int value = fingerprint.compute(out, outOffset, length);
    Bytes.putI32(out, outOffset + length + Stun.ATTRIBUTE_HEADER_LENGTH, value);
    return total;
  }

  private static MemorySegment ascii(String text) {
    return MemorySegment.ofArray(text.getBytes(StandardCharsets.US_ASCII)).asReadOnly();
  }
}
