package io.weir.core.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * Derives an association's session keys from its master keys (RFC 3711 §4.3.1), for
 * AEAD_AES_128_GCM. One thread.
 */
final class SessionKeys {
  static final int RTP = 0;
  static final int RTCP = 3;

  /** Labels of a protocol's salt relative to that of its key (RFC 3711 §4.3.2). */
  private static final int SALT = 2;

  private static final int LABEL_OFFSET = 7;
  private static final int BLOCK_LENGTH = 16;

  private final Cipher aes;

  SessionKeys() {
    try {
      // One block of AES-CM's key stream is all of a key; the counter is 0 (RFC 3711 §4.3.3).
      aes = Cipher.getInstance("AES/ECB/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES", e);
    }
  }

  /** The session key of {@link #RTP} or {@link #RTCP}. */
  GcmKey derive(byte[] masterKey, byte[] masterSalt, int protocol) {
    try {
      aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(masterKey, "AES"));
      byte[] key = aes.doFinal(block(masterSalt, protocol));
      byte[] salt = aes.doFinal(block(masterSalt, protocol + SALT));
      return new GcmKey(key, salt);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no master key of AES-128", e);
    }
  }

  /** With a key derivation rate of 0; a 96-bit salt is padded with zeros (RFC 7714 §11). */
  private static byte[] block(byte[] masterSalt, int label) {
    byte[] block = Arrays.copyOf(masterSalt, BLOCK_LENGTH);
    block[LABEL_OFFSET] ^= (byte) label;
    return block;
  }
}
