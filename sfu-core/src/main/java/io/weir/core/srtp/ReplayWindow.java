package io.weir.core.srtp;

import io.weir.core.sequence.SequenceNumbers;

/**
 * Which of the last {@value #SIZE} indices of a stream were used (RFC 3711 §3.3.2). Worker thread
 * only; allocates nothing once it is made.
 *
 * <p>The word of bits that the highest index is in has a field of its own: with thousands of
 * streams that is a cache line less to fetch per packet.
 */
final class ReplayWindow {
  /** RFC 3711 asks for 64 or more; this is a second of a fast camera, in 128 bytes. */
  static final int SIZE = 1024;

  private static final int BITS = Long.SIZE;
  private static final int WORDS = SIZE / BITS;

  /** The words before {@link #current}; its own place still has the word 16 before it. */
  private final long[] earlier = new long[WORDS];

  private long current;
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
    if (index < 0 || highest - index >= SIZE) {
      return false;
    }
    long word = wordOf(index) == wordOf(highest) ? current : earlier[place(wordOf(index))];
    return (word & bit(index)) == 0;
  }

  /** Notes an index that {@link #admits} let pass; once the packet authenticated, if it came in. */
  void use(long index) {
    if (index > highest) {
      if (wordOf(index) != wordOf(highest)) {
        advance(wordOf(index));
      }
      highest = index;
    }
    if (wordOf(index) == wordOf(highest)) {
      current |= bit(index);
    } else {
      earlier[place(wordOf(index))] |= bit(index);
    }
  }

  private void advance(long word) {
    earlier[place(wordOf(highest))] = current;
    for (long skipped = Math.max(wordOf(highest) + 1, word - WORDS); skipped < word; skipped++) {
      earlier[place(skipped)] = 0;
    }
    current = 0;
  }

  private static long wordOf(long index) {
    return index >> 6; // Rounds -1, before the first packet, down.
  }

  private static int place(long word) {
    return (int) word & (WORDS - 1);
  }

  private static long bit(long index) {
    return 1L << index; // A shift takes the low six bits.
  }
}
