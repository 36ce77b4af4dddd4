package io.weir.core.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Builds STUN messages byte by byte, right and wrong ones, without any of the code under test. One
 * thread.
 */
public final class StunMessageBuilder {
  public static final int BINDING_REQUEST = 0x0001;
  public static final int USERNAME = 0x0006;
  public static final int MESSAGE_INTEGRITY = 0x0008;
  public static final int PRIORITY = 0x0024;
  public static final int USE_CANDIDATE = 0x0025;
  public static final int FINGERPRINT = 0x8028;
  public static final int ICE_CONTROLLED = 0x8029;
  public static final int ICE_CONTROLLING = 0x802A;

  private static final int HEADER_LENGTH = 20;
  private static final int MAGIC_COOKIE = 0x2112_A442;

  private final ByteBuffer buffer = ByteBuffer.allocate(2048);

  private StunMessageBuilder(int type, byte[] transactionId) {
    buffer.putShort((short) type).putShort((short) 0).putInt(MAGIC_COOKIE).put(transactionId);
  }

  /** A message of any type with a transaction id of twelve bytes. */
  public static StunMessageBuilder message(int type, byte[] transactionId) {
    return new StunMessageBuilder(type, transactionId);
  }

  /** A binding request. */
  public static StunMessageBuilder bindingRequest(byte[] transactionId) {
    return new StunMessageBuilder(BINDING_REQUEST, transactionId);
  }

  /** Appends any attribute and its padding. */
  public StunMessageBuilder attribute(int type, byte[] value) {
    buffer.putShort((short) type).putShort((short) value.length).put(value);
    while (buffer.position() % 4 != 0) {
      buffer.put((byte) 0);
    }
    putLength(buffer.position());
    return this;
  }

  /** Appends USERNAME. */
  public StunMessageBuilder username(String username) {
    return attribute(USERNAME, username.getBytes(StandardCharsets.UTF_8));
  }

  /** Appends PRIORITY. */
  public StunMessageBuilder priority(int priority) {
    return attribute(PRIORITY, ByteBuffer.allocate(4).putInt(priority).array());
  }

  /** Appends USE-CANDIDATE. */
  public StunMessageBuilder useCandidate() {
    return attribute(USE_CANDIDATE, new byte[0]);
  }

  /** Appends ICE-CONTROLLING. */
  public StunMessageBuilder controlling(long tieBreaker) {
    return attribute(ICE_CONTROLLING, ByteBuffer.allocate(8).putLong(tieBreaker).array());
  }

  /** Appends ICE-CONTROLLED. */
  public StunMessageBuilder controlled(long tieBreaker) {
    return attribute(ICE_CONTROLLED, ByteBuffer.allocate(8).putLong(tieBreaker).array());
  }

  /** Appends MESSAGE-INTEGRITY over what stands so far (RFC 8489 §14.5). */
  public StunMessageBuilder integrity(String password) {
    putLength(buffer.position() + 24);
    return attribute(
        MESSAGE_INTEGRITY, hmacSha1(password, Arrays.copyOf(buffer.array(), buffer.position())));
  }

  /** Appends FINGERPRINT over what stands so far (RFC 8489 §14.7). */
  public StunMessageBuilder fingerprint() {
    putLength(buffer.position() + 8);
    int value = fingerprint(buffer.array(), buffer.position());
    return attribute(FINGERPRINT, ByteBuffer.allocate(4).putInt(value).array());
  }

  /** The message. */
  public byte[] build() {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  static int fingerprint(byte[] message, int length) {
    CRC32 crc = new CRC32();
    crc.update(message, 0, length);
    return (int) crc.getValue() ^ 0x5354_554E;
  }

  static byte[] hmacSha1(String password, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void putLength(int end) {
    buffer.putShort(2, (short) (end - HEADER_LENGTH));
  }
}
