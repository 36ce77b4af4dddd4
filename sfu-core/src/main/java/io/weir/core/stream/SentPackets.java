package io.weir.core.stream;

import org.jspecify.annotations.Nullable;

/**
 * What a slot must remember of each packet it sent to send it again: which binding it came from and
 * the rewritten timestamp; its number at the source follows from the binding. The payload is read
 * again from the track's history. Worker thread only.
 *
 * <p>A packet takes 8 bytes in one array: every packet to every subscriber writes here, and what is
 * small stays in the caches.
 *
 * <pre>
 *   63        32 31          16 15      2   1        0
 *   timestamp    round          binding     resent   used
 * </pre>
 */
final class SentPackets {
  /** Three seconds of video at 1.5 Mbit/s. */
  private static final int CAPACITY = 512;

  private static final int MASK = CAPACITY - 1;
  private static final int CAPACITY_BITS = 9;

  private static final long USED = 1;
  private static final long RESENT = 2;
  private static final int BINDING_SHIFT = 2;
  private static final int BINDING_MASK = 0x3FFF;
  private static final int ROUND_SHIFT = 16;
  private static final int TIMESTAMP_SHIFT = 32;

  /** Unit of the times of resending: 2^16 ns, so that 32 bits do for three days. */
  private static final int TIME_SHIFT = 16;

  private static final long[] NO_CELLS = {};

  /** There from the first packet on: most slots of most viewers never send one. */
  private long[] cells = NO_CELLS;

  /** When packets were resent last; null until somebody asks for one. */
  private int @Nullable [] resentAt;

  void record(long sequence, int timestamp, int binding) {
    if (cells.length == 0) {
      cells = new long[CAPACITY];
    }
    int index = (int) sequence & MASK;
    long before = cells[index];
    if ((before & USED) != 0 && (short) (round(sequence) - roundOf(before)) < 0) {
      return; // So late that its place is taken.
    }
    cells[index] =
        (long) timestamp << TIMESTAMP_SHIFT
            | (round(sequence) & 0xFFFFL) << ROUND_SHIFT
            | (binding & BINDING_MASK) << BINDING_SHIFT
            | USED;
  }

  boolean contains(long sequence) {
    if (cells.length == 0) {
      return false;
    }
    long cell = cells[(int) sequence & MASK];
    return (cell & USED) != 0 && roundOf(cell) == round(sequence);
  }

  int timestamp(long sequence) {
    return (int) (cells[(int) sequence & MASK] >>> TIMESTAMP_SHIFT);
  }

  /**
   * How many bindings ago it was sent.
   *
   * @param latest the number of the latest binding
   */
  int bindingsAgo(long sequence, int latest) {
    int binding = (int) cells[(int) sequence & MASK] >>> BINDING_SHIFT & BINDING_MASK;
    return latest - binding & BINDING_MASK;
  }

  /** Notes that it is being resent; false when that happened less than {@code pauseNs} ago. */
  boolean markResent(long sequence, long nowNs, long pauseNs) {
    int index = (int) sequence & MASK;
    int now = (int) (nowNs >> TIME_SHIFT);
    int[] times = resentAt;
    if (times == null) {
      times = new int[CAPACITY];
      resentAt = times;
    }
    if ((cells[index] & RESENT) != 0 && now - times[index] < (int) (pauseNs >> TIME_SHIFT)) {
      return false;
    }
    cells[index] |= RESENT;
    times[index] = now;
    return true;
  }

  private static short round(long sequence) {
    return (short) (sequence >>> CAPACITY_BITS);
  }

  private static short roundOf(long cell) {
    return (short) (cell >>> ROUND_SHIFT);
  }
}
