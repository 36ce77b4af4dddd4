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
  static final long GONE = -1;

  /** Returned by {@link #before} for a packet from before what is remembered. */
  static final long FORGOTTEN = -2;

  /** Returned by {@link #source} when it is not remembered. */
  static final long UNKNOWN = -1;

  /** Two seconds of 60 pictures per second of which every second one is left out. */
  private static final int CAPACITY = 64;

  private static final int MASK = CAPACITY - 1;

  /** By run: its last sequence number; packets and pictures left out up to there. */
  private final long[] ends = new long[CAPACITY];

  private final long[] packets = new long[CAPACITY];
  private final int[] pictures = new int[CAPACITY];
  private long runs;

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
    long packetsBefore = runs == 0 ? 0 : packets[newest()];
    int picturesBefore = runs == 0 ? 0 : pictures[newest()];
    // What is missing between two packets of one picture is of it, too.
    long count = adjoins ? sequence - end : 1;
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
  long before(long sequence) {
    long run = runBefore(sequence);
    return run < 0 ? run : packetsUpTo(run);
  }

  /**
   * The same for a packet of which it may not be known: not less than what was left out before it,
   * so that no number is given twice.
   */
  long atMostBefore(long sequence) {
    long run = runs;
    while (run > Math.max(0, runs - CAPACITY + 1) && sequence <= ends[index(run - 1)]) {
      run--;
    }
    return packetsUpTo(run);
  }

  /** How many pictures were left out before that of a packet which was not. */
  int picturesBefore(long sequence) {
    long run = runBefore(sequence);
    return run <= 0 ? 0 : pictures[index(run - 1)];
  }

  /**
   * Undoes the closing up.
   *
   * @param closedUp a sequence number less what was left out before it
   * @return the sequence number, or {@link #UNKNOWN}
   */
  long source(long closedUp) {
    for (long run = runs; run > runs - CAPACITY; run--) {
      if (run == 0) {
        return closedUp;
      }
      long sequence = closedUp + packetsUpTo(run);
      if (sequence > ends[index(run - 1)]) {
        return sequence;
      }
    }
    return UNKNOWN;
  }

  /** Number of runs that lie wholly before a packet; or {@link #GONE} or {@link #FORGOTTEN}. */
  private long runBefore(long sequence) {
    for (long run = runs; run > runs - CAPACITY; run--) {
      if (run == 0 || sequence > ends[index(run - 1)]) {
        return run < runs && sequence > firstOf(run) - 1 ? GONE : run;
      }
    }
    return FORGOTTEN;
  }

  /** The first sequence number of a run, all but the oldest that is remembered. */
  private long firstOf(long run) {
    return ends[index(run)] - (packets[index(run)] - packetsUpTo(run)) + 1;
  }

  /** Packets of all runs before one. */
  private long packetsUpTo(long run) {
    return run == 0 ? 0 : packets[index(run - 1)];
  }

  private int newest() {
    return index(runs - 1);
  }

  private static int index(long run) {
    return (int) run & MASK;
  }
}
