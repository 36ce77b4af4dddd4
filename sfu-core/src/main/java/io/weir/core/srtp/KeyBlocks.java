package io.weir.core.srtp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Native memory for expanded keys, which the sessions of one engine take and give back. Worker
 * thread only. It grows with the number of keys in use at a time, and lives as long as the engine.
 */
final class KeyBlocks {
  private static final int BLOCKS_PER_CHUNK = 64;

  private final List<MemorySegment> chunks = new ArrayList<>();
  private final List<MemorySegment> free = new ArrayList<>();

  /** A free block of {@link GcmFunctions#EXPANDED_KEY_LENGTH} bytes. */
  MemorySegment take() {
    if (free.isEmpty()) {
      grow();
    }
    return free.removeLast();
  }

  /** Takes a block back and forgets what was in it. */
  void giveBack(MemorySegment block) {
    block.fill((byte) 0);
    free.add(block);
  }

  /** How many blocks are taken. */
  int inUse() {
    return size() - free.size();
  }

  /** How many blocks there are, taken and free. */
  int size() {
    return chunks.size() * BLOCKS_PER_CHUNK;
  }

  private void grow() {
    long length = GcmFunctions.EXPANDED_KEY_LENGTH;
    MemorySegment chunk =
        Arena.ofAuto().allocate(BLOCKS_PER_CHUNK * length, GcmFunctions.KEY_ALIGNMENT);
    chunks.add(chunk);
    for (int i = 0; i < BLOCKS_PER_CHUNK; i++) {
      free.add(chunk.asSlice(i * length, length));
    }
  }
}
