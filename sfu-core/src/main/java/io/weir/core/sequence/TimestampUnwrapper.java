package io.weir.core.sequence;

/**
 * Extends 32-bit RTP timestamps to longs that do not wrap around, by their distance to the latest
 * one so far. The first one maps to 2^32 + itself, so results are never negative. One thread.
 */
public final class TimestampUnwrapper {
  private static final long NONE = -1;
  private static final long FIRST_CYCLE = 1L << 32;

  private long highest = NONE;

  /** The extended timestamp; remembers it when it is the latest. */
  public long unwrap(long timestamp) {
    long extended = peek(timestamp);
    if (extended > highest) {
      highest = extended;
    }
    return extended;
  }

  /** The extended timestamp, without remembering it. */
  public long peek(long timestamp) {
    if (highest == NONE) {
      return FIRST_CYCLE + timestamp;
    }
    return highest + (int) (timestamp - highest);
  }
}
