package io.weir.core.stream;

import io.weir.core.buffer.Packet;
import io.weir.core.codec.PayloadCodec;

/**
 * Fills in each received video packet's place among the frames and layers of its stream, once for
 * all slots: what its payload tells, and what only the packets before it tell. One thread.
 */
final class LayerReader {
  private static final long NONE = -1;

  private long highest = NONE;
  private long timestamp;

  /** Takes every accepted packet, in the order in which they come. */
  void read(Packet packet, PayloadCodec codec) {
    packet.forgetLayers();
    codec.readLayers(packet);
    packet.frameStart |= packet.extendedSequence == highest + 1 && packet.timestamp != timestamp;
    if (packet.extendedSequence > highest) {
      highest = packet.extendedSequence;
      timestamp = packet.timestamp;
    }
  }
}
