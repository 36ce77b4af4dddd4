package io.weir.core.io;

import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lends {@link FrameBuffer}s to the few connections whose clients are slow at the moment; there are
 * never more than connections. Worker thread only.
 */
final class FrameBuffers {
  /** Bytes of each; with the kernel's own, half a second at 6 Mbit/s. */
  static final int BUFFER_BYTES = 128 << 10;

  private final Arena arena;
  private final Deque<FrameBuffer> free = new ArrayDeque<>();

  /** Without any yet; their memory lives as long as the arena. */
  FrameBuffers(Arena arena) {
    this.arena = arena;
  }

  /** An empty buffer. */
  FrameBuffer take() {
    FrameBuffer buffer = free.poll();
    return buffer == null ? new FrameBuffer(arena.allocate(BUFFER_BYTES, 64)) : buffer;
  }

  /** Takes a buffer back, with whatever is in it. */
  void giveBack(FrameBuffer buffer) {
    buffer.clear();
    free.push(buffer);
  }
}
