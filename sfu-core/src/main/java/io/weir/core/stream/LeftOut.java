package io.weir.core.stream;

import io.weir.core.buffer.Packet;

/**
 * The packets of one binding that were left out for good, so that the others' numbers close up over
 * them: runs of sequence numbers and how many packets and pictures lie in them. Worker thread only;
 * made when something is left out for the first time.
 *
 * <p>Numbers are the source's. What is left out after a later packet has been given its number
 * leaves a hole that nothing can close.
 */
final class LeftOut {
  /** Returned by {@link #before} for a packet that was left out. */
  static final int GONE = -1;

  /** Returned by {@link #before} for a packet from before what is remembered. */
  static final int FORGOTTEN = -2;

  /** Returned by {@link #source} when it is not remembered. */
  static final long UNKNOWN = -1;

  /** Two seconds of 60 pictures per second of which every second one is left out. */
  private static final int CAPACITY = 64;

  private static final int MASK = CAPACITY - 1;

  /** By run: its last sequence number; packets and pictures left out up to there. */
  private final long[] ends = new long[CAPACITY];

  private final int[] packets = new int[CAPACITY];
  private final int[] pictures = new int[CAPACITY];
  private int runs;

  private long lastTimestamp;
  private long highestKept;

  /**
   * Nothing is left out yet.
   *
   * @param highestKept the highest sequence number that was given a number so far
   */
  LeftOut(long highestKept) {
    this.highestKept = highestKept;
  }

  /** A packet was given its number. */
  void keep(long sequence) {
    highestKept = Math.max(highestKept, sequence);
  }

  /**
   * Leaves a packet out.
   *
   * @return false when a later one has its number already, so that a hole remains
   */
  boolean add(Packet packet) {
    long sequence = packet.extendedSequence;
    long end = runs == 0 ? Long.MIN_VALUE : ends[newest()];
    if (sequence <= end) {
      return before(sequence) == GONE;
    }
    if (sequence < highestKept) {
      return false;
    }
    boolean samePicture = runs > 0 && packet.timestamp == lastTimestamp;
    boolean adjoins = runs > 0 && highestKept < end && (samePicture || sequence == end + 1);
    int packetsBefore = runs == 0 ? 0 : packets[newest()];
    int picturesBefore = runs == 0 ? 0 : pictures[newest()];
    // What is missing between two packets of one picture is of it, too.
    int count = adjoins ? (int) (sequence - end) : 1;
    if (!adjoins) {
      runs++;
    }
    ends[newest()] = sequence;
    packets[newest()] = packetsBefore + count;
    pictures[newest()] = samePicture ? picturesBefore : picturesBefore + 1;
    lastTimestamp = packet.timestamp;
    return true;
  }

  /** How many packets were left out before one; or {@link #GONE} or {@link #FORGOTTEN}. */
  int before(long sequence) {
    int run = runBefore(sequence);
    if (run < 0) {
      return run;
    }
    return run == 0 ? 0 : packets[run - 1 & MASK];
  }

  /** How many pictures were left out before that of a packet which was not. */
  int picturesBefore(long sequence) {
    int run = runBefore(sequence);
    return run <= 0 ? 0 : pictures[run - 1 & MASK];
  }

  /**
   * Undoes the closing up.
   *
   * @param closedUp a sequence number less what was left out before it
   * @return the sequence number, or {@link #UNKNOWN}
   */
  long source(long closedUp) {
    for (int run = runs; run > runs - CAPACITY; run--) {
      if (run == 0) {
        return closedUp;
      }
      long sequence = closedUp + packets[run - 1 & MASK];
      if (sequence > ends[run - 1 & MASK]) {
        return sequence;
      }
    }
    return UNKNOWN;
  }

  /** Number of runs that lie wholly before a packet; or {@link #GONE} or {@link #FORGOTTEN}. */
  private int runBefore(long sequence) {
    for (int run = runs; run > runs - CAPACITY; run--) {
      if (run == 0 || sequence > ends[run - 1 & MASK]) {
        return run < runs && sequence > firstOf(run) - 1 ? GONE : run;
      }
    }
    return FORGOTTEN;
  }

  /** The first sequence number of a run, all but the oldest that is remembered. */
  private long firstOf(int run) {
    int before = run == 0 ? 0 : packets[run - 1 & MASK];
    return ends[run & MASK] - (packets[run & MASK] - before) + 1;
  }

  private int newest() {
    return runs - 1 & MASK;
  }
}
