package io.weir.core.sequence;

/**
 * Extends 16-bit sequence numbers to longs that do not wrap around, by their distance to the
 * highest one so far. The first one maps to 65536 + itself or more, so results are never negative.
 * One thread.
 */
public final class SequenceUnwrapper {
  private static final long NONE = -1;
  private static final long FIRST_CYCLE = 1 << 16;

  private final long firstCycle;
  private long highest = NONE;

  /** An unwrapper that has seen nothing. */
  public SequenceUnwrapper() {
    firstCycle = FIRST_CYCLE;
  }

  /** An unwrapper whose numbers all lie a full cycle or more above those of another. */
  public SequenceUnwrapper(SequenceUnwrapper before) {
    firstCycle = before.cycleAbove();
  }

  /** The extended sequence number; remembers it when it is the highest. */
  public long unwrap(int sequence) {
    long extended = peek(sequence);
    if (extended > highest) {
      highest = extended;
    }
    return extended;
  }

  /** The extended sequence number, without remembering it. */
  public long peek(int sequence) {
    if (highest == NONE) {
      return firstCycle + sequence;
    }
    return highest + SequenceNumbers.distance((int) highest, sequence);
  }

  /** The highest extended sequence number so far, or -1 before the first. */
  public long highest() {
    return highest;
  }

  /**
   * Jumps to a new sequence, whose extended numbers begin a full cycle or more above all earlier
   * ones.
   *
   * @return the extended form of {@code sequence}
   */
  public long restart(int sequence) {
    highest = cycleAbove() + sequence;
    return highest;
  }

  private long cycleAbove() {
    return highest == NONE ? firstCycle : (highest & -FIRST_CYCLE) + 2 * FIRST_CYCLE;
  }
}
