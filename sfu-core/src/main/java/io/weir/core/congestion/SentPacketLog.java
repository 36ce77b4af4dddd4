package io.weir.core.congestion;

/**
 * The transport-wide numbers of the packets of one transport, with size and time of sending, until
 * feedback has told what became of them. Worker thread only.
 *
 * <p>A packet takes 8 bytes in one array, because each packet to each subscriber writes here. The
 * array begins small and grows with what is in flight.
 *
 * <pre>
 *   63       28 27     14 13      6     2        1         0
 *   time        size      cluster       missing  received  used
 * </pre>
 */
final class SentPacketLog {
  /** Returned by {@link #find} for a packet that is not known, or no longer. */
  static final long UNKNOWN = 0;

  /** A quarter of a second of everything a good camera sends, or some seconds of sound. */
  static final int FIRST_CAPACITY = 32;

  /** So much is kept for a client that never sent feedback. */
  static final int SILENT_CAPACITY = 256;

  /** More than a second of 30 Mbit/s. */
  static final int MAX_CAPACITY = 4096;

  /** Nobody reports later on a packet. */
  private static final long MAX_AGE_NS = 3_000_000_000L;

  private static final long USED = 1;
  private static final long RECEIVED = 2;
  private static final long MISSING = 4;
  private static final int CLUSTER_SHIFT = 6;
  private static final int CLUSTER_MASK = 0xFF;
  private static final int SIZE_SHIFT = 14;
  private static final int SIZE_MASK = 0x3FFF;
  private static final int TIME_SHIFT = 28;

  /** Unit of times: 2^12 ns, of which 36 bits last three days. */
  private static final int TIME_UNIT_BITS = 12;

  private static final long TIME_MASK = (1L << (Long.SIZE - TIME_SHIFT)) - 1;
  private static final int NUMBER_MASK = 0xFFFF;
  private static final long[] NO_ENTRIES = {};

  private long[] entries = NO_ENTRIES;
  private int maxCapacity = SILENT_CAPACITY;

  /** The number of the next packet, which does not wrap; libwebrtc begins at 1, too. */
  private long next = 1;

  private long sentBytes;

  /** Notes a packet; returns its transport-wide number, 0 to 65535. */
  int add(int bytes, int cluster, long nowNs) {
    if (entries.length == 0) {
      entries = new long[FIRST_CAPACITY];
    }
    long before = entries[index(next)];
    if (isOpen(before)
        && entries.length < maxCapacity
        && nowNs - sentNs(before, nowNs) < MAX_AGE_NS) {
      grow();
    }
    entries[index(next)] =
        (nowNs >>> TIME_UNIT_BITS) << TIME_SHIFT
            | (long) Math.min(bytes, SIZE_MASK) << SIZE_SHIFT
            | (long) (cluster & CLUSTER_MASK) << CLUSTER_SHIFT
            | USED;
    sentBytes += bytes;
    return (int) next++ & NUMBER_MASK;
  }

  /** The packet that was added last was not sent after all: the next has its number. */
  void takeBack() {
    int index = index(next - 1);
    sentBytes -= size(entries[index]);
    entries[index] = UNKNOWN;
    next--;
  }

  /** Feedback comes: what is in flight shall be known however much it is. */
  void expectFeedback() {
    maxCapacity = MAX_CAPACITY;
  }

  /**
   * The transport-wide number that ends in these 16 bits and does not wrap, of which the latest.
   */
  long extend(int number) {
    long last = next - 1;
    return last - ((last - number) & NUMBER_MASK);
  }

  /** The entry of a packet by its transport-wide number, or {@link #UNKNOWN}. */
  long find(long number) {
    return isKnown(number) ? entries[index(number)] : UNKNOWN;
  }

  /** Notes that a packet that is known arrived; it may have been reported missing before. */
  void markReceived(long number) {
    entries[index(number)] |= RECEIVED;
  }

  /** Notes that a packet that is known had not arrived when feedback was sent. */
  void markMissing(long number) {
    entries[index(number)] |= MISSING;
  }

  /** Whether a packet is known and nobody has said yet that it arrived. */
  boolean isWaitedFor(long number) {
    return isKnown(number) && !isReceived(entries[index(number)]);
  }

  /** How many were sent so far, of which the last have the highest numbers. */
  long sentPackets() {
    return next - 1;
  }

  /** How many bytes were sent so far. */
  long sentBytes() {
    return sentBytes;
  }

  /** Whether something that was sent a while ago was never reported on. */
  boolean isWaiting(long sinceNs, long nowNs) {
    if (next == 1) {
      return false;
    }
    int oldest = (int) Math.min(next - 1, entries.length);
    for (long number = next - oldest; number < next; number++) {
      long entry = entries[index(number)];
      long sent = sentNs(entry, nowNs);
      if (isOpen(entry) && sent <= nowNs - sinceNs && sent > nowNs - 2 * MAX_AGE_NS) {
        return true;
      }
    }
    return false;
  }

  int capacity() {
    return entries.length;
  }

  static boolean isReceived(long entry) {
    return (entry & RECEIVED) != 0;
  }

  static boolean isMissing(long entry) {
    return (entry & MISSING) != 0;
  }

  static int size(long entry) {
    return (int) (entry >>> SIZE_SHIFT) & SIZE_MASK;
  }

  static int cluster(long entry) {
    return (int) (entry >>> CLUSTER_SHIFT) & CLUSTER_MASK;
  }

  /** When it was sent, rounded down to 4 µs. */
  static long sentNs(long entry, long nowNs) {
    long age = ((nowNs >>> TIME_UNIT_BITS) - (entry >>> TIME_SHIFT)) & TIME_MASK;
    return ((nowNs >>> TIME_UNIT_BITS) - age) << TIME_UNIT_BITS;
  }

  private static boolean isOpen(long entry) {
    return (entry & (USED | RECEIVED | MISSING)) == USED;
  }

  private boolean isKnown(long number) {
    return number > 0 && number < next && next - number <= entries.length;
  }

  private void grow() {
    long[] larger = new long[entries.length * 2];
    for (long number = Math.max(1, next - entries.length); number < next; number++) {
      larger[(int) number & (larger.length - 1)] = entries[index(number)];
    }
    entries = larger;
  }

  private int index(long number) {
    return (int) number & (entries.length - 1);
  }
}
