package io.weir.core.srtp;

import io.weir.core.buffer.Bytes;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** A session key of AEAD_AES_128_GCM with its salt. Any thread. */
final class GcmKey {
  static final int LENGTH = 16;

  private final long keyHigh;
  private final long keyLow;
  private final long saltHigh;
  private final int saltLow;

  /** Of 16 bytes of key, and 12 or more of salt. */
  GcmKey(byte[] key, byte[] salt) {
    ByteBuffer bytes = ByteBuffer.wrap(key);
    keyHigh = bytes.getLong();
    keyLow = bytes.getLong();
    ByteBuffer saltBytes = ByteBuffer.wrap(salt);
    saltHigh = saltBytes.getLong();
    saltLow = saltBytes.getInt();
  }

  /** Writes the key, without the salt. */
  void writeKey(MemorySegment target, long offset) {
    Bytes.putI64(target, offset, keyHigh);
    Bytes.putI64(target, offset + Long.BYTES, keyLow);
  }

  /**
   * Writes the 12-byte initialisation vector of a packet: two zero octets, SSRC and 48-bit index,
   * xor salt. RFC 7714 §8.1 for RTP, §9.1 for RTCP, whose index has 31 bits.
   */
  void writeIv(int ssrc, long index, MemorySegment target, long offset) {
    long high = (ssrc & 0xFFFF_FFFFL) << 16 | index >>> 32;
    Bytes.putI64(target, offset, high ^ saltHigh);
    Bytes.putI32(target, offset + Long.BYTES, (int) index ^ saltLow);
  }
}
