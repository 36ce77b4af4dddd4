package io.weir.core.srtp;

import io.weir.core.buffer.Bytes;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A session key of AEAD_AES_128_GCM with its salt, and its expanded form once that was wanted.
 * Worker thread only. All that a packet needs of it stands together, because with thousands of keys
 * most of what they cost is fetching them.
 *
 * <p>A packet's 12-byte initialisation vector is two zero octets, the SSRC and a 48-bit index, xor
 * salt: RFC 7714 §8.1 for RTP, §9.1 for RTCP, whose index has 31 bits.
 */
final class GcmKey {
  static final int LENGTH = 16;

  private final long keyHigh;
  private final long keyLow;
  private final long saltHigh;
  private final int saltLow;
  private long expandedAddress;
  private @Nullable MemorySegment expanded;

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

  /** Where its expanded form is; makes it the first time. */
  long expanded(GcmCipher cipher, KeyBlocks blocks) {
    if (expandedAddress == 0) {
      MemorySegment block = blocks.take();
      cipher.expand(this, block);
      expanded = block;
      expandedAddress = block.address();
    }
    return expandedAddress;
  }

  /** Gives the memory of its expanded form back. */
  void release(KeyBlocks blocks) {
    if (expanded != null) {
      blocks.giveBack(expanded);
      expanded = null;
      expandedAddress = 0;
    }
  }

  /** The first eight bytes of a packet's initialisation vector. */
  long ivHigh(int ssrc, long index) {
    return ((ssrc & 0xFFFF_FFFFL) << 16 | index >>> 32) ^ saltHigh;
  }

  /** The other four. */
  int ivLow(long index) {
    return (int) index ^ saltLow;
  }
}
