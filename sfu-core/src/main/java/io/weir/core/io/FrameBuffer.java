package io.weir.core.io;

import io.weir.core.buffer.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Bytes that a TCP connection has not taken yet: a ring, which takes a frame whole or not at all.
 * Worker thread only.
 */
final class FrameBuffer {
  private final MemorySegment memory;
  private final int capacity;
  private long written;
  private long read;

  /** An empty buffer over all of some memory. */
  FrameBuffer(MemorySegment memory) {
    this.memory = memory;
    capacity = (int) memory.byteSize();
  }

  boolean isEmpty() {
    return read == written;
  }

  /** Adds bytes; false, and nothing changed, when they do not all fit. */
  boolean add(MemorySegment from, long offset, int length) {
    if (length > capacity - (written - read)) {
      return false;
    }
    int at = (int) (written % capacity);
    int first = Math.min(length, capacity - at);
    Bytes.copy(from, offset, memory, at, first);
    Bytes.copy(from, offset + first, memory, 0, length - first);
    written += length;
    return true;
  }

  /** Lets a stream take what it can; false when it is broken. */
  boolean drainTo(TcpStream stream) {
    while (!isEmpty()) {
      int at = (int) (read % capacity);
      int length = (int) Math.min(written - read, capacity - at);
      int taken = stream.write(memory, at, length);
      if (taken < 0) {
        return false;
      }
      read += taken;
      if (taken < length) {
        return true;
      }
    }
    return true;
  }

  /** Forgets everything. */
  void clear() {
    read = written;
  }
}
