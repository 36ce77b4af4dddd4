package io.weir.core.sequence;

/** Comparison of 16-bit sequence numbers that wrap around (RFC 1982). Any thread. */
public final class SequenceNumbers {
  private static final int MASK = 0xFFFF;

  private SequenceNumbers() {}

  /** Steps from one sequence number to another by the shorter way, -32768 to 32767. */
  public static int distance(int from, int to) {
    return (short) (to - from);
  }

  /** Whether {@code sequence} comes after {@code other}. */
  public static boolean isNewer(int sequence, int other) {
    return distance(other, sequence) > 0;
  }

  /** The sequence number {@code steps} later, 0 to 65535. */
  public static int add(int sequence, int steps) {
    return (sequence + steps) & MASK;
  }
}
