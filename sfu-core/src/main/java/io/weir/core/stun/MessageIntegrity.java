package io.weir.core.stun;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The MESSAGE-INTEGRITY key of one short-term password (RFC 8489 §9.1.1, §14.5). For one thread.
 *
 * <p>Allocates nothing itself; the JDK makes two digest-sized arrays per message.
 */
public final class MessageIntegrity {
  /** Length of an HMAC-SHA1, in bytes. */
  public static final int DIGEST_LENGTH = 20;

  private static final String ALGORITHM = "HmacSHA1";

  private final Mac mac;
  private final byte[] chunk = new byte[128];

  /**
   * A key from a password. ICE passwords are ice-chars, which OpaqueString leaves as they are.
   *
   * @param password at least one character
   */
  public MessageIntegrity(String password) {
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA1", e);
    }
  }

  /**
   * Whether a message carries the right MESSAGE-INTEGRITY; compares in constant time.
   *
   * @param offset where the message begins
   * @param covered number of bytes before the attribute
   */
  public boolean verify(MemorySegment segment, long offset, int covered) {
    byte[] expected = digest(segment, offset, covered);
    long value = offset + covered + Stun.ATTRIBUTE_HEADER_LENGTH;
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, value, chunk, 0, DIGEST_LENGTH);
    int difference = 0;
    for (int i = 0; i < DIGEST_LENGTH; i++) {
      difference |= expected[i] ^ chunk[i];
    }
    return difference == 0;
  }

  /** Writes the attribute's value, {@link #DIGEST_LENGTH} bytes, to {@code valueOffset}. */
  void sign(MemorySegment segment, long offset, int covered, long valueOffset) {
    byte[] digest = digest(segment, offset, covered);
    MemorySegment.copy(digest, 0, segment, ValueLayout.JAVA_BYTE, valueOffset, DIGEST_LENGTH);
  }

  private byte[] digest(MemorySegment segment, long offset, int covered) {
    for (int done = 0; done < covered; done += chunk.length) {
      int count = Math.min(chunk.length, covered - done);
      MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset + done, chunk, 0, count);
      if (done == 0) {
        // RFC 8489 §14.5: hashed with the length of a message that ends after MESSAGE-INTEGRITY.
        int length = covered + Stun.INTEGRITY_ATTRIBUTE_LENGTH - Stun.HEADER_LENGTH;
        chunk[2] = (byte) (length >>> 8);
        chunk[3] = (byte) length;
      }
      mac.update(chunk, 0, count);
    }
    return mac.doFinal();
  }
}
