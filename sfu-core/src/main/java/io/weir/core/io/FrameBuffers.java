package io.weir.core.io;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Lends {@link FrameBuffer}s to the few connections whose clients are slow at the moment. All are
 * made at the start, though their memory is not touched before it is used: getting it from the
 * system may take long, or fail. Worker thread only.
 */
final class FrameBuffers {
  /** Bytes of each; with the kernel's own, half a second at 6 Mbit/s. */
  static final int BUFFER_BYTES = 128 << 10;

  /** As many connections of a worker may be slow at the same time. */
  static final int COUNT = 64;

  private final Deque<FrameBuffer> free = new ArrayDeque<>(COUNT);

  /** With all of its buffers, whose memory lives as long as the arena. */
  FrameBuffers(Arena arena) {
    MemorySegment all = UntouchedMemory.allocate(arena, (long) COUNT * BUFFER_BYTES);
    for (int i = 0; i < COUNT; i++) {
      free.push(new FrameBuffer(all.asSlice((long) i * BUFFER_BYTES, BUFFER_BYTES)));
    }
  }

  /** An empty buffer, or null when all are lent. */
  @Nullable FrameBuffer take() {
    return free.poll();
  }

  /** Takes a buffer back, with whatever is in it. */
  void giveBack(FrameBuffer buffer) {
    buffer.clear();
    free.push(buffer);
  }
}
