package io.weir.core.transport;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketRecycler;
import org.jspecify.annotations.Nullable;

/**
 * Holds the few SRTP packets that overtake the end of the DTLS handshake, until there are keys.
 * Worker thread only.
 */
final class EarlyPackets {
  private static final int CAPACITY = 16;

  private @Nullable Packet @Nullable [] held = new Packet[CAPACITY];
  private int size;

  /** Keeps a packet with the caller's reference; false when there is no room. */
  boolean hold(Packet packet) {
    if (held == null || size == CAPACITY) {
      return false;
    }
    held[size++] = packet;
    return true;
  }

  /** Gives every packet to {@code consumer} in order and holds no more. */
  void drain(PacketRecycler consumer) {
    @Nullable Packet[] packets = held;
    held = null;
    if (packets == null) {
      return;
    }
    for (Packet packet : packets) {
      if (packet != null) {
        consumer.recycle(packet);
      }
    }
    size = 0;
  }
}
