package io.weir.core.stream;

/**
 * Knows whether anything of the newest frame may be missing before a packet of it: senders put the
 * parameter sets of a key frame into a packet of their own, without which its slices are worth
 * nothing. One thread.
 */
final class FrameBeginning {
  private static final long NONE = -1;

  private long timestamp = NONE;

  /** Lowest and highest extended sequence number that came of the frame. */
  private long first = NONE;

  private long highest = NONE;
  private boolean begun;

  /** Takes every packet, in the order in which they come. */
  void onPacket(long sequence, long packetTimestamp) {
    if (sequence > highest) {
      highest = sequence;
      if (packetTimestamp != timestamp) {
        timestamp = packetTimestamp;
        first = sequence;
        begun = false;
      }
    }
    if (packetTimestamp == timestamp && sequence < first) {
      first = sequence;
    }
  }

  /** A decoder may start at this packet, whatever came before. */
  void onStart(long packetTimestamp) {
    begun |= packetTimestamp == timestamp;
  }

  /**
   * Whether a decoder may start at a slice: it has not started earlier in the same frame, and the
   * packet before the frame's first one has come, so that it is another frame's.
   */
  boolean startsAtSlice(long packetTimestamp, ReceivedWindow window) {
    if (packetTimestamp != timestamp || begun || !window.contains(first - 1)) {
      return false;
    }
    begun = true;
    return true;
  }
}
