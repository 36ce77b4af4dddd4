package io.weir.bench.load.measure;

import io.weir.core.stream.ReceivedWindow;

/**
 * Follows the packet numbers of one source, from the first that came: what is missing, what comes
 * twice, what comes late. One thread.
 */
final class PacketTracker {
  private static final long NONE = -1;

  private final MediaMeter totals;
  private ReceivedWindow window = new ReceivedWindow();
  private long highest = NONE;

  private long expected;
  private long received;
  private long repaired;
  private long duplicates;
  private long reordered;
  private long skipped;

  PacketTracker(MediaMeter totals) {
    this.totals = totals;
  }

  /** The highest number so far, or -1. */
  long highest() {
    return highest;
  }

  /**
   * Notes a packet.
   *
   * @param mayFollow whether it may follow the highest one directly for a server that leaves
   *     packets out on purpose; those between are then skipped and not expected
   * @return whether it came for the first time
   */
  boolean add(long number, boolean retransmitted, boolean mayFollow) {
    if (highest == NONE) {
      expect(1);
      highest = number;
    } else if (number > highest) {
      if (mayFollow && number > highest + 1) {
        skipped += number - highest - 1;
        totals.skipped += number - highest - 1;
        window = new ReceivedWindow();
        expect(1);
      } else {
        expect(number - highest);
      }
      highest = number;
    } else if (window.isTooOld(number)) {
      return false; // Lost long ago; what comes now helps nobody.
    } else if (!retransmitted && !window.contains(number)) {
      reordered++;
      totals.reordered++;
    }
    if (!window.add(number)) {
      if (!retransmitted) {
        addCopy();
      }
      return false; // What comes again as a retransmission is a server that probes the bandwidth.
    }
    received++;
    totals.received++;
    if (retransmitted) {
      repaired++;
      totals.repaired++;
    }
    return true;
  }

  /** Notes that some packet came once more. */
  void addCopy() {
    duplicates++;
    totals.duplicates++;
  }

  /** What became of its packets so far. */
  PacketTruth truth() {
    return new PacketTruth(expected, received, repaired, duplicates, reordered, skipped);
  }

  private void expect(long packets) {
    expected += packets;
    totals.expected += packets;
  }
}
