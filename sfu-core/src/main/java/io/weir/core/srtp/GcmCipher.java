package io.weir.core.srtp;

import io.weir.core.buffer.Bytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Objects;

/**
 * Seals and opens packets with ipsec-mb's AES-128-GCM; an engine's sessions share one, with its
 * memory for what a call needs beside the packet. Worker thread only; allocates nothing.
 */
final class GcmCipher {
  static final int TAG_LENGTH = GcmFunctions.TAG_LENGTH;

  /** Constant for the JIT, which turns each call into a native one. */
  private static final GcmFunctions GCM = IpsecMb.functions();

  private static final long KEY = 0; // An expanded one, hence the alignment.
  private static final long CONTEXT = KEY + GcmFunctions.EXPANDED_KEY_LENGTH;
  private static final long IV = CONTEXT + GcmFunctions.CONTEXT_LENGTH;
  private static final long TAG = IV + 16;
  private static final long RAW_KEY = TAG + TAG_LENGTH;
  private static final long ASSOCIATED = RAW_KEY + GcmKey.LENGTH;
  private static final long LENGTH = ASSOCIATED + 4096;

  private final MemorySegment memory = Arena.ofAuto().allocate(LENGTH, GcmFunctions.KEY_ALIGNMENT);
  private final MemorySegment ownKey = memory.asSlice(KEY, GcmFunctions.EXPANDED_KEY_LENGTH);
  private final long address = memory.address();

  /** Expands {@code key} into a block of {@link KeyBlocks}. */
  void expand(GcmKey key, MemorySegment block) {
    key.writeKey(memory, RAW_KEY);
    GCM.expandKey(address + RAW_KEY, block.address());
  }

  /** Expands {@code key} into this cipher's own block; good until the next one is. */
  long expand(GcmKey key) {
    expand(key, ownKey);
    return address + KEY;
  }

  /** Memory for associated data that is not in one piece elsewhere. */
  MemorySegment memory() {
    return memory;
  }

  /** Where in {@link #memory} associated data may stand, up to 4,096 bytes. */
  long associatedOffset() {
    return ASSOCIATED;
  }

  /** Where associated data in {@link #memory} is. */
  long associated() {
    return address + ASSOCIATED;
  }

  /** Encrypts and writes the tag; all but key, lengths, SSRC and index are addresses. */
  void seal(
      long expandedKey,
      GcmKey key,
      int ssrc,
      long index,
      long output,
      long input,
      int length,
      long associated,
      int associatedLength,
      long tag) {
    writeIv(key, ssrc, index);
    try {
      GCM.encrypt(
          expandedKey,
          address + CONTEXT,
          output,
          input,
          length,
          address + IV,
          associated,
          associatedLength,
          tag);
    } finally {
      Reference.reachabilityFence(this); // An address does not keep memory alive.
      Reference.reachabilityFence(key);
    }
  }

  /** Decrypts in place, or leaves all as it was and returns false where the tag is wrong. */
  boolean open(
      long expandedKey,
      GcmKey key,
      int ssrc,
      long index,
      long text,
      int length,
      long associated,
      int associatedLength,
      MemorySegment packet,
      long tagOffset) {
    writeIv(key, ssrc, index);
    try {
      GCM.decrypt(
          expandedKey,
          address + CONTEXT,
          text,
          text,
          length,
          address + IV,
          associated,
          associatedLength,
          address + TAG);
      if (isTag(packet, tagOffset)) {
        return true;
      }
      // Counter mode is its own inverse: the same key stream restores what was there.
      GCM.encrypt(
          expandedKey,
          address + CONTEXT,
          text,
          text,
          length,
          address + IV,
          associated,
          associatedLength,
          address + TAG);
      return false;
    } finally {
      Reference.reachabilityFence(this); // An address does not keep memory alive.
      Reference.reachabilityFence(key);
    }
  }

  private void writeIv(GcmKey key, int ssrc, long index) {
    Bytes.putI64(memory, IV, key.ivHigh(ssrc, index));
    Bytes.putI32(memory, IV + Long.BYTES, key.ivLow(index));
  }

  /** In constant time: nobody learns how much of a tag was right. */
  private boolean isTag(MemorySegment packet, long offset) {
    long difference =
        (Bytes.i64(memory, TAG) ^ Bytes.i64(packet, offset))
            | (Bytes.i64(memory, TAG + Long.BYTES) ^ Bytes.i64(packet, offset + Long.BYTES));
    return difference == 0;
  }

  /**
   * The address of {@code length} bytes in native memory.
   *
   * @throws IndexOutOfBoundsException if they are not all in {@code segment}
   * @throws IllegalArgumentException if it is an array
   */
  static long addressOf(MemorySegment segment, long offset, int length) {
    Objects.checkFromIndexSize(offset, length, segment.byteSize());
    if (!segment.isNative()) {
      throw new IllegalArgumentException("ipsec-mb works on native memory only");
    }
    return segment.address() + offset;
  }
}
