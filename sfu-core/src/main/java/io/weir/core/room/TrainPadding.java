package io.weir.core.room;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.Packet;

/**
 * Makes the packets of a train equally long by RTP padding (RFC 3550 §5.1), because only such go to
 * the kernel at once; the packets of a frame usually differ by a byte. Only the worker that owns
 * the packets may do so, before anybody else has them.
 *
 * <p>The padding is written behind the payload in the packet itself, so that it costs nothing per
 * subscriber.
 */
final class TrainPadding {
  /** A packet grows by a 32nd of the longest one's payload at most. */
  private static final int MAX_SHARE_SHIFT = 5;

  private TrainPadding() {}

  /** Pads what differs by little; the last packet of each run may stay shorter. */
  static void equalize(Train train) {
    int first = 0;
    while (first < train.size()) {
      int longest = train.packet(first).payloadLength;
      int shortest = longest;
      int end = first + 1;
      while (end < train.size()) {
        int length = train.packet(end).payloadLength;
        int most = Math.max(longest, length);
        int least = Math.min(shortest, length);
        if (most - least > most >>> MAX_SHARE_SHIFT) {
          break;
        }
        longest = most;
        shortest = least;
        end++;
      }
      boolean shorterFollows = end < train.size() && train.packet(end).payloadLength < longest;
      // A shorter packet is a train's last one: either that of the run, or the one that follows.
      int padded = shorterFollows ? end : end - 1;
      for (int i = first; i < padded; i++) {
        pad(train.packet(i), longest);
      }
      first = shorterFollows ? end + 1 : end;
    }
  }

  private static void pad(Packet packet, int length) {
    int padding = length - packet.payloadLength;
    long end = packet.payloadOffset() + length;
    if (padding == 0 || end > packet.base() + Packet.CAPACITY) {
      return;
    }
    for (long at = end - padding; at < end - 1; at++) {
      Bytes.putU8(packet.segment(), at, 0);
    }
    Bytes.putU8(packet.segment(), end - 1, padding);
    packet.padding = padding;
  }
}
