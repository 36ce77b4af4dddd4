package io.weir.core.congestion;

/**
 * Which transport-wide number each of the latest packets of one RTP stream has, for clients that
 * report on packets by SSRC and sequence number (RFC 8888) and are sent no such numbers. Worker
 * thread only; allocates nothing per packet.
 *
 * <p>A packet takes 8 bytes in a ring that begins small and grows with what is in flight: its
 * sequence number in the upper 16 bits, the transport-wide number, which never wraps, in the lower
 * 48. So a report that comes when either has wrapped around since finds nothing, rather than
 * another packet: clients may repeat what they said of a stream that is paused for as long as they
 * like.
 */
public final class StreamNumbers {
  static final int FIRST_CAPACITY = SentPacketLog.FIRST_CAPACITY;

  private static final int SEQUENCE_SHIFT = 48;
  private static final int SEQUENCE_MASK = 0xFFFF;
  private static final long NUMBER_MASK = (1L << SEQUENCE_SHIFT) - 1;
  private static final long EMPTY = 0;
  private static final long[] NO_ENTRIES = {};

  private long[] entries = NO_ENTRIES;

  /** The numbers of a stream of which nothing was sent yet. */
  public StreamNumbers() {}

  /**
   * Notes a packet that was added to the log.
   *
   * @param sequence its RTP sequence number, 0 to 65535
   * @param number its transport-wide number, which is that of the log's latest packet
   */
  void add(int sequence, long number, SentPacketLog log) {
    if (entries.length == 0) {
      entries = new long[FIRST_CAPACITY];
    }
    while (isNeeded(entries[index(sequence)], sequence, log)
        && entries.length < SentPacketLog.MAX_CAPACITY) {
      grow();
    }
    entries[index(sequence)] = (long) sequence << SEQUENCE_SHIFT | (number & NUMBER_MASK);
  }

  /** The packet with this sequence number was not sent after all. */
  void remove(int sequence) {
    if (find(sequence) != SentPacketLog.UNKNOWN) {
      entries[index(sequence)] = EMPTY;
    }
  }

  /** The transport-wide number of a packet, or {@link SentPacketLog#UNKNOWN}. */
  long find(int sequence) {
    if (entries.length == 0) {
      return SentPacketLog.UNKNOWN;
    }
    long entry = entries[index(sequence)];
    return entry >>> SEQUENCE_SHIFT == (sequence & SEQUENCE_MASK)
        ? entry & NUMBER_MASK
        : SentPacketLog.UNKNOWN;
  }

  int capacity() {
    return entries.length;
  }

  /** Whether an entry is of another packet that may still be reported on. */
  private static boolean isNeeded(long entry, int sequence, SentPacketLog log) {
    return entry != EMPTY
        && entry >>> SEQUENCE_SHIFT != sequence
        && log.isWaitedFor(entry & NUMBER_MASK);
  }

  private void grow() {
    long[] before = entries;
    entries = new long[before.length * 2];
    for (long entry : before) {
      if (entry != EMPTY) {
        entries[index((int) (entry >>> SEQUENCE_SHIFT))] = entry;
      }
    }
  }

  private int index(int sequence) {
    return sequence & (entries.length - 1);
  }
}
