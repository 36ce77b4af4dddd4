package io.weir.core.srtp;

import io.weir.core.sequence.SequenceNumbers;
import java.util.Arrays;

/**
 * Which of the last {@value #SIZE} indices of a stream were used (RFC 3711 §3.3.2). Worker thread
 * only; allocates nothing once it is made.
 */
final class ReplayWindow {
  /** RFC 3711 asks for 64 or more; this is a second of a fast camera, in 128 bytes. */
  static final int SIZE = 1024;

  private static final int BITS = Long.SIZE;

  private final long[] used = new long[SIZE / BITS];
  private long highest = -1;

  /**
   * The 48-bit index that an RTP sequence number most likely means (RFC 3711 §3.3.1): the one
   * nearest to the highest so far, that of roll-over 0 at first. Negative for a packet from before
   * the stream's beginning, which no sender has.
   */
  long indexOf(int sequence) {
    return highest < 0 ? sequence : highest + SequenceNumbers.distance((int) highest, sequence);
  }

  /** Whether an index may still be used. */
  boolean admits(long index) {
    if (index > highest) {
      return true;
    }
    return index >= 0
        && highest - index < SIZE
        && (used[word(index)] & (1L << index)) == 0; // A shift takes the low six bits.
  }

  /** Notes an index that {@link #admits} let pass; once the packet authenticated, if it came in. */
  void use(long index) {
    if (index > highest) {
      advance(index);
    }
    used[word(index)] |= 1L << index;
  }

  private void advance(long index) {
    if (index - highest >= SIZE) {
      Arrays.fill(used, 0);
    } else {
      for (long i = highest + 1; i <= index; i++) {
        used[word(i)] &= ~(1L << i);
      }
    }
    highest = index;
  }

  private static int word(long index) {
    return (int) (index / BITS) & (SIZE / BITS - 1);
  }
}
