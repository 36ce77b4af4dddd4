package io.weir.core.io;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Who may write and who may read which slot of a bounded ring between one producing and one
 * consuming thread. The ring itself is its user's.
 */
final class RingCursor {
  /** Returned when the ring is full, or empty. */
  static final int NONE = -1;

  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

  /** The cells stand two cache lines apart, because neighbouring lines are fetched in pairs. */
  private static final int STRIDE = 16;

  /** Count of slots written; the producer's. */
  private static final int WRITTEN = STRIDE;

  /** The producer's last look at {@link #READ}. */
  private static final int READ_SEEN = 2 * STRIDE;

  /** Count of slots read; the consumer's. */
  private static final int READ = 3 * STRIDE;

  /** The consumer's last look at {@link #WRITTEN}. */
  private static final int WRITTEN_SEEN = 4 * STRIDE;

  private final long[] cells = new long[5 * STRIDE];
  private final int capacity;

  /** A cursor over at least {@code minCapacity} slots. */
  RingCursor(int minCapacity) {
    capacity = minCapacity <= 1 ? 1 : Integer.highestOneBit(minCapacity - 1) << 1;
  }

  /** Number of slots, a power of two. */
  int capacity() {
    return capacity;
  }

  /** The slot to write next, or {@link #NONE} when all are full. Producer only. */
  int writable() {
    long written = cells[WRITTEN];
    if (written - cells[READ_SEEN] == capacity) {
      cells[READ_SEEN] = (long) CELL.getAcquire(cells, READ);
      if (written - cells[READ_SEEN] == capacity) {
        return NONE;
      }
    }
    return (int) written & capacity - 1;
  }

  /** Shows the slot just written to the consumer. Producer only. */
  void publish() {
    CELL.setRelease(cells, WRITTEN, cells[WRITTEN] + 1);
  }

  /** The slot to read next, or {@link #NONE} when all are empty. Consumer only. */
  int readable() {
    long read = cells[READ];
    if (read == cells[WRITTEN_SEEN]) {
      cells[WRITTEN_SEEN] = (long) CELL.getAcquire(cells, WRITTEN);
      if (read == cells[WRITTEN_SEEN]) {
        return NONE;
      }
    }
    return (int) read & capacity - 1;
  }

  /** Gives the slot just read back to the producer. Consumer only. */
  void release() {
    CELL.setRelease(cells, READ, cells[READ] + 1);
  }
}
