package io.weir.core.stun;

/** Numbers of RFC 8489 and RFC 8445 §16.1 that this package reads and writes. */
final class Stun {
  static final int HEADER_LENGTH = 20;
  static final int ATTRIBUTE_HEADER_LENGTH = 4;
  static final int MAGIC_COOKIE = 0x2112_A442;
  static final int MAGIC_COOKIE_OFFSET = 4;
  static final int TRANSACTION_ID_OFFSET = 8;
  static final int TRANSACTION_ID_LENGTH = 12;

  static final int BINDING_REQUEST = 0x0001;
  static final int BINDING_SUCCESS_RESPONSE = 0x0101;
  static final int BINDING_ERROR_RESPONSE = 0x0111;

  static final int MAPPED_ADDRESS = 0x0001;
  static final int USERNAME = 0x0006;
  static final int MESSAGE_INTEGRITY = 0x0008;
  static final int ERROR_CODE = 0x0009;
  static final int UNKNOWN_ATTRIBUTES = 0x000A;
  static final int REALM = 0x0014;
  static final int NONCE = 0x0015;
  static final int XOR_MAPPED_ADDRESS = 0x0020;
  static final int PRIORITY = 0x0024;
  static final int USE_CANDIDATE = 0x0025;
  static final int FINGERPRINT = 0x8028;
  static final int ICE_CONTROLLED = 0x8029;
  static final int ICE_CONTROLLING = 0x802A;

  /** Types from here on may be skipped by who does not know them (RFC 8489 §14). */
  static final int COMPREHENSION_OPTIONAL = 0x8000;

  static final int FINGERPRINT_ATTRIBUTE_LENGTH = ATTRIBUTE_HEADER_LENGTH + 4;
  static final int INTEGRITY_ATTRIBUTE_LENGTH =
      ATTRIBUTE_HEADER_LENGTH + MessageIntegrity.DIGEST_LENGTH;

  private Stun() {}

  /** Attribute values are padded to a multiple of four (RFC 8489 §14). */
  static int padded(int length) {
    return (length + 3) & ~3;
  }
}
