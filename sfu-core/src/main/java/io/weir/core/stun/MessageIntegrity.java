package io.weir.core.stun;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The MESSAGE-INTEGRITY key of one short-term password (RFC 8489 §9.1.1, §14.5). For one thread.
 *
 * <p>HMAC (RFC 2104) over the JDK's digest, because the JDK's own makes two arrays per message.
 */
public final class MessageIntegrity {
  /** Length of an HMAC-SHA1, in bytes. */
  public static final int DIGEST_LENGTH = 20;

  private static final int BLOCK_LENGTH = 64;
  private static final int INNER_PAD = 0x36;
  private static final int OUTER_PAD = 0x5C;

  private final MessageDigest sha1;
  private final byte[] inner;
  private final byte[] outer;
  private final byte[] digest = new byte[DIGEST_LENGTH];
  private final byte[] chunk = new byte[128];

  /**
   * A key from a password. ICE passwords are ice-chars, which OpaqueString leaves as they are.
   *
   * @param password at least one character
   */
  public MessageIntegrity(String password) {
    try {
      sha1 = MessageDigest.getInstance("SHA-1");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
    byte[] key = password.getBytes(StandardCharsets.UTF_8);
    byte[] fitting = key.length > BLOCK_LENGTH ? sha1.digest(key) : key; // RFC 2104 §2.
    inner = padded(fitting, INNER_PAD);
    outer = padded(fitting, OUTER_PAD);
  }

  /**
   * Whether a message carries the right MESSAGE-INTEGRITY; compares in constant time.
   *
   * @param offset where the message begins
   * @param covered number of bytes before the attribute
   */
  public boolean verify(MemorySegment segment, long offset, int covered) {
    compute(segment, offset, covered);
    long value = offset + covered + Stun.ATTRIBUTE_HEADER_LENGTH;
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, value, chunk, 0, DIGEST_LENGTH);
    int difference = 0;
    for (int i = 0; i < DIGEST_LENGTH; i++) {
      difference |= digest[i] ^ chunk[i];
    }
    return difference == 0;
  }

  /** Writes the attribute's value, {@link #DIGEST_LENGTH} bytes, to {@code valueOffset}. */
  void sign(MemorySegment segment, long offset, int covered, long valueOffset) {
    compute(segment, offset, covered);
    MemorySegment.copy(digest, 0, segment, ValueLayout.JAVA_BYTE, valueOffset, DIGEST_LENGTH);
  }

  /** Leaves the HMAC of a message in {@link #digest}. */
  private void compute(MemorySegment segment, long offset, int covered) {
    sha1.update(inner);
    for (int done = 0; done < covered; done += chunk.length) {
      int count = Math.min(chunk.length, covered - done);
      MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset + done, chunk, 0, count);
      if (done == 0) {
        // RFC 8489 §14.5: hashed with the length of a message that ends after MESSAGE-INTEGRITY.
        int length = covered + Stun.INTEGRITY_ATTRIBUTE_LENGTH - Stun.HEADER_LENGTH;
        chunk[2] = (byte) (length >>> 8);
        chunk[3] = (byte) length;
      }
      sha1.update(chunk, 0, count);
    }
    finish();
    sha1.update(outer);
    sha1.update(digest);
    finish();
  }

  private void finish() {
    try {
      sha1.digest(digest, 0, DIGEST_LENGTH);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-1 has 20 bytes", e);
    }
  }

  private static byte[] padded(byte[] key, int pad) {
    byte[] block = Arrays.copyOf(key, BLOCK_LENGTH);
    for (int i = 0; i < BLOCK_LENGTH; i++) {
      block[i] ^= (byte) pad;
    }
    return block;
  }
}
