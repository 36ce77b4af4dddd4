package io.weir.core.stun;

import io.weir.core.buffer.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Reads STUN binding requests and turns away everything else, before any session is looked up and
 * without allocation. Reusable; one per worker, on its thread. What the accessors tell holds until
 * the next {@link #validate}, and only after {@link StunVerdict#BINDING_REQUEST}.
 *
 * <p>Only the HMAC is left to the session, which has the key: {@link #hasIntegrity}.
 */
public final class StunBindingValidator {
  /** RFC 8489 §14.3: a username has less than 509 bytes. */
  private static final int MAX_USERNAME_LENGTH = 508;

  private static final int MAX_UNKNOWN_ATTRIBUTES = 8;

  private final StunFingerprint fingerprint = new StunFingerprint();
  private final int[] unknownAttributes = new int[MAX_UNKNOWN_ATTRIBUTES];

  private MemorySegment segment = MemorySegment.NULL;
  private long offset;
  private int integrityOffset;
  private long usernameOffset;
  private int usernameLength;
  private long localUfragKey;
  private int unknownAttributeCount;
  private boolean useCandidate;
  private boolean hasPriority;
  private long priority;
  private boolean controlled;
  private boolean controlling;
  private long tieBreaker;

  /** Reads a datagram; never throws for any bytes, never reads outside of them. */
  public StunVerdict validate(MemorySegment segment, long offset, int length) {
    reset(segment, offset);
    // RFC 8489 §5: two zero bits, a length without header that is a multiple of four, the cookie.
    if (length < Stun.HEADER_LENGTH
        || (Bytes.u16(segment, offset) & 0xC000) != 0
        || (length & 3) != 0
        || Bytes.u16(segment, offset + 2) != length - Stun.HEADER_LENGTH
        || Bytes.i32(segment, offset + Stun.MAGIC_COOKIE_OFFSET) != Stun.MAGIC_COOKIE) {
      return StunVerdict.MALFORMED;
    }
    if (Bytes.u16(segment, offset) != Stun.BINDING_REQUEST) {
      return StunVerdict.UNEXPECTED;
    }
    int covered = length - Stun.FINGERPRINT_ATTRIBUTE_LENGTH;
    if (!endsWithFingerprint(covered)) {
      return StunVerdict.BAD_FINGERPRINT;
    }
    if (!readAttributes(covered)) {
      return StunVerdict.MALFORMED;
    }
    if (!readUsername()) {
      return StunVerdict.UNKNOWN_USERNAME;
    }
    return integrityOffset == 0 ? StunVerdict.NO_INTEGRITY : StunVerdict.BINDING_REQUEST;
  }

  /** Whether MESSAGE-INTEGRITY was made with a key. */
  public boolean hasIntegrity(MessageIntegrity key) {
    return key.verify(segment, offset, integrityOffset);
  }

  /** Our part of USERNAME as a {@link UsernameFragments} key. */
  public long localUfragKey() {
    return localUfragKey;
  }

  /** Whether the peer's part of USERNAME is this one. */
  public boolean isRemoteUfrag(byte[] ufrag) {
    int start = UsernameFragments.LENGTH + 1;
    if (usernameLength - start != ufrag.length) {
      return false;
    }
    for (int i = 0; i < ufrag.length; i++) {
      if (Bytes.u8(segment, usernameOffset + start + i) != (ufrag[i] & 0xFF)) {
        return false;
      }
    }
    return true;
  }

  /** The memory that holds the request. */
  public MemorySegment segment() {
    return segment;
  }

  /** Absolute offset of the transaction id's twelve bytes in {@link #segment()}. */
  public long transactionIdOffset() {
    return offset + Stun.TRANSACTION_ID_OFFSET;
  }

  /** Whether the peer nominates the pair (RFC 8445 §7.1.1). */
  public boolean useCandidate() {
    return useCandidate;
  }

  /** Whether {@link #priority()} was given. */
  public boolean hasPriority() {
    return hasPriority;
  }

  /** Priority of a peer-reflexive candidate, 0 to 2^32-1 (RFC 8445 §7.1.1). */
  public long priority() {
    return priority;
  }

  /** Whether the peer believes that it is controlled (RFC 8445 §7.3.1.1). */
  public boolean controlled() {
    return controlled;
  }

  /** Whether the peer believes that it is controlling. */
  public boolean controlling() {
    return controlling;
  }

  /** The peer's tie-breaker; 0 when it told no role. */
  public long tieBreaker() {
    return tieBreaker;
  }

  /** How many comprehension-required attributes nobody here understands; at most eight are told. */
  public int unknownAttributeCount() {
    return unknownAttributeCount;
  }

  /** Type of one of them. */
  public int unknownAttribute(int index) {
    return unknownAttributes[index];
  }

  private void reset(MemorySegment segment, long offset) {
    this.segment = segment;
    this.offset = offset;
    integrityOffset = 0;
    usernameOffset = 0;
    usernameLength = 0;
    localUfragKey = UsernameFragments.INVALID;
    unknownAttributeCount = 0;
    useCandidate = false;
    hasPriority = false;
    priority = 0;
    controlled = false;
    controlling = false;
    tieBreaker = 0;
  }

  private boolean endsWithFingerprint(int covered) {
    return covered >= Stun.HEADER_LENGTH
        && Bytes.u16(segment, offset + covered) == Stun.FINGERPRINT
        && Bytes.u16(segment, offset + covered + 2) == 4
        && Bytes.i32(segment, offset + covered + 4)
            == fingerprint.compute(segment, offset, covered);
  }

  /** Walks the attributes up to FINGERPRINT; false when they do not end exactly there. */
  private boolean readAttributes(int end) {
    int position = Stun.HEADER_LENGTH;
    while (position + Stun.ATTRIBUTE_HEADER_LENGTH <= end) {
      int type = Bytes.u16(segment, offset + position);
      int length = Bytes.u16(segment, offset + position + 2);
      int next = position + Stun.ATTRIBUTE_HEADER_LENGTH + Stun.padded(length);
      // RFC 8489 §14.7: FINGERPRINT is the last attribute, so no other may be one.
      if (next > end || type == Stun.FINGERPRINT) {
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

  /** Reads one attribute, of doubles the first (RFC 8489 §14); false when its length is wrong. */
  private boolean readAttribute(int type, int position, int length) {
    long value = offset + position + Stun.ATTRIBUTE_HEADER_LENGTH;
    switch (type) {
      case Stun.USERNAME -> {
        if (length > MAX_USERNAME_LENGTH) {
          return false;
        }
        if (usernameOffset == 0) {
          usernameOffset = value;
          usernameLength = length;
        }
      }
      case Stun.MESSAGE_INTEGRITY -> {
        integrityOffset = position;
        return length == MessageIntegrity.DIGEST_LENGTH;
      }
      case Stun.PRIORITY -> {
        if (length != 4) {
          return false;
        }
        if (!hasPriority) {
          hasPriority = true;
          priority = Bytes.u32(segment, value);
        }
      }
      case Stun.USE_CANDIDATE -> {
        useCandidate = true;
        return length == 0;
      }
      case Stun.ICE_CONTROLLED, Stun.ICE_CONTROLLING -> {
        if (length != 8) {
          return false;
        }
        if (!controlled && !controlling) {
          controlled = type == Stun.ICE_CONTROLLED;
          controlling = type == Stun.ICE_CONTROLLING;
          tieBreaker = Bytes.i64(segment, value);
        }
      }
      // Understood, but without meaning in a binding request (RFC 8489 §6.3).
      case Stun.MAPPED_ADDRESS,
          Stun.ERROR_CODE,
          Stun.UNKNOWN_ATTRIBUTES,
          Stun.REALM,
          Stun.NONCE,
          Stun.XOR_MAPPED_ADDRESS -> {}
      default -> noteUnknown(type);
    }
    return true;
  }

  private void noteUnknown(int type) {
    if (type < Stun.COMPREHENSION_OPTIONAL && unknownAttributeCount < MAX_UNKNOWN_ATTRIBUTES) {
      unknownAttributes[unknownAttributeCount++] = type;
    }
  }

  /** RFC 8445 §7.2.2: USERNAME is our fragment, a colon, the peer's fragment. */
  private boolean readUsername() {
    if (usernameLength <= UsernameFragments.LENGTH + 1
        || Bytes.u8(segment, usernameOffset + UsernameFragments.LENGTH) != ':') {
      return false;
    }
    localUfragKey = UsernameFragments.parse(segment, usernameOffset);
    return localUfragKey != UsernameFragments.INVALID;
  }
}
