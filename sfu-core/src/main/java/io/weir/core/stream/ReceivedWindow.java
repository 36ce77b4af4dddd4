package io.weir.core.stream;

import java.util.Arrays;

/** Remembers which of the latest extended sequence numbers have come. One thread. */
public final class ReceivedWindow {
  /** How far behind the highest one sequence numbers are told apart; a power of two. */
  public static final int SIZE = 2048;

  private static final long NONE = -1;

  private final long[] bits = new long[SIZE / Long.SIZE];
  private long highest = NONE;

  /** Whether a sequence number is so far behind that nobody knows whether it has come. */
  public boolean isTooOld(long sequence) {
    return highest != NONE && sequence <= highest - SIZE;
  }

  /** Notes a sequence number that is not too old; false when it had come before. */
  public boolean add(long sequence) {
    if (highest == NONE || sequence - highest >= SIZE) {
      Arrays.fill(bits, 0);
      highest = sequence;
    }
    while (highest < sequence) {
      highest++;
      bits[word(highest)] &= ~bit(highest);
    }
    if ((bits[word(sequence)] & bit(sequence)) != 0) {
      return false;
    }
    bits[word(sequence)] |= bit(sequence);
    return true;
  }

  /** Whether a sequence number has come; false when that is too long ago. */
  public boolean contains(long sequence) {
    return sequence <= highest
        && !isTooOld(sequence)
        && (bits[word(sequence)] & bit(sequence)) != 0;
  }

  private static int word(long sequence) {
    return ((int) sequence & (SIZE - 1)) / Long.SIZE;
  }

  private static long bit(long sequence) {
    return 1L << sequence; // shifts by the low six bits
  }
}
