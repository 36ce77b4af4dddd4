package io.weir.core.srtp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * SRTP protection written straight from RFC 3711 and RFC 7714 with the JDK's ciphers: slow, obvious
 * and independent of Jitsi's code. The RFCs' vectors hold it, and it holds the sessions.
 */
final class ReferenceSrtp {
  static final int LABEL_RTP_KEY = 0;
  static final int LABEL_RTP_AUTH = 1;
  static final int LABEL_RTP_SALT = 2;
  static final int LABEL_RTCP_KEY = 3;
  static final int LABEL_RTCP_AUTH = 4;
  static final int LABEL_RTCP_SALT = 5;

  private ReferenceSrtp() {}

  /** RFC 3711 §4.3.1 and §4.3.3, with a key derivation rate of 0. */
  static byte[] derive(byte[] masterKey, byte[] masterSalt, int label, int length)
      throws GeneralSecurityException {
    byte[] iv = Arrays.copyOf(masterSalt, 16); // RFC 7714 §11: 96-bit salts are zero-padded.
    iv[7] ^= (byte) label;
    return aesCm(masterKey, iv, new byte[length]);
  }

  /** RFC 3711 §4.1.1: XORs the key stream onto data. */
  static byte[] aesCm(byte[] key, byte[] iv, byte[] data) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
    return cipher.doFinal(data);
  }

  /** RFC 7714 §5: cipher text followed by its tag. */
  static byte[] aesGcm(byte[] key, byte[] iv, byte[] associated, byte[] plain)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
    cipher.updateAAD(associated);
    return cipher.doFinal(plain);
  }

  /** RFC 7714 §8.1: 0 | SSRC | ROC | SEQ, xor salt. */
  static byte[] gcmRtpIv(byte[] salt, int ssrc, int rollover, int sequence) {
    ByteBuffer iv = ByteBuffer.allocate(12);
    iv.putShort((short) 0).putInt(ssrc).putInt(rollover).putShort((short) sequence);
    return xor(iv.array(), salt);
  }

  /** RFC 7714 §9.1: 0 | SSRC | 0 | index, xor salt. */
  static byte[] gcmRtcpIv(byte[] salt, int ssrc, int index) {
    ByteBuffer iv = ByteBuffer.allocate(12);
    iv.putShort((short) 0).putInt(ssrc).putShort((short) 0).putInt(index);
    return xor(iv.array(), salt);
  }

  /** RFC 3711 §4.1.1: (salt * 2^16) xor (SSRC * 2^64) xor (index * 2^16). */
  static byte[] cmIv(byte[] salt, int ssrc, long index) {
    ByteBuffer iv = ByteBuffer.allocate(16);
    iv.putInt(0).putInt(ssrc).putLong(index << 16);
    return xor(iv.array(), Arrays.copyOf(salt, 16));
  }

  /** A protected RTP packet whose header has {@code headerLength} bytes. */
  static byte[] protectRtp(SrtpKeys keys, byte[] packet, int headerLength, int rollover)
      throws GeneralSecurityException {
    int sequence = ByteBuffer.wrap(packet).getShort(2) & 0xFFFF;
    int ssrc = ByteBuffer.wrap(packet).getInt(8);
    byte[] header = Arrays.copyOf(packet, headerLength);
    byte[] payload = Arrays.copyOfRange(packet, headerLength, packet.length);
    byte[] key = derive(keys.localKey(), keys.localSalt(), LABEL_RTP_KEY, 16);
    byte[] salt =
        derive(keys.localKey(), keys.localSalt(), LABEL_RTP_SALT, keys.profile().saltLength());
    if (keys.profile() == SrtpProfile.AEAD_AES_128_GCM) {
      return concat(header, aesGcm(key, gcmRtpIv(salt, ssrc, rollover, sequence), header, payload));
    }
    long index = ((long) rollover << 16) | sequence;
    byte[] sealed = concat(header, aesCm(key, cmIv(salt, ssrc, index), payload));
    byte[] authKey = derive(keys.localKey(), keys.localSalt(), LABEL_RTP_AUTH, 20);
    return concat(sealed, hmac80(authKey, concat(sealed, int32(rollover))));
  }

  /** A protected RTCP packet. */
  static byte[] protectRtcp(SrtpKeys keys, byte[] packet, int index)
      throws GeneralSecurityException {
    int ssrc = ByteBuffer.wrap(packet).getInt(4);
    byte[] header = Arrays.copyOf(packet, 8);
    byte[] body = Arrays.copyOfRange(packet, 8, packet.length);
    byte[] trailer = int32(index | 0x8000_0000); // RFC 3711 §3.4: E flag and index.
    byte[] key = derive(keys.localKey(), keys.localSalt(), LABEL_RTCP_KEY, 16);
    byte[] salt =
        derive(keys.localKey(), keys.localSalt(), LABEL_RTCP_SALT, keys.profile().saltLength());
    if (keys.profile() == SrtpProfile.AEAD_AES_128_GCM) {
      byte[] sealed = aesGcm(key, gcmRtcpIv(salt, ssrc, index), concat(header, trailer), body);
      return concat(concat(header, sealed), trailer);
    }
    byte[] sealed = concat(concat(header, aesCm(key, cmIv(salt, ssrc, index), body)), trailer);
    byte[] authKey = derive(keys.localKey(), keys.localSalt(), LABEL_RTCP_AUTH, 20);
    return concat(sealed, hmac80(authKey, sealed));
  }

  private static byte[] hmac80(byte[] key, byte[] data) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(key, "HmacSHA1"));
    return Arrays.copyOf(mac.doFinal(data), 10);
  }

  private static byte[] int32(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] xor(byte[] target, byte[] mask) {
    for (int i = 0; i < target.length; i++) {
      target[i] ^= mask[i];
    }
    return target;
  }
}
