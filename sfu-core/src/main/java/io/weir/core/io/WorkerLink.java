package io.weir.core.io;

import io.weir.core.buffer.Packet;
import io.weir.core.room.RoomMessage;
import io.weir.core.room.TrackHandle;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What one worker gives to one other: packets and messages in order, and packets coming home. Each
 * method belongs to one of the two threads.
 */
final class WorkerLink {
  /** Packets that may wait: some 40 ms of a busy worker's traffic. */
  private static final int CAPACITY = 4096;

  private final PacketQueue<Object> queue = new PacketQueue<>(CAPACITY);
  private final SpscQueue<Packet> returned;
  private final Queue<RoomMessage> overflow = new ArrayDeque<>();

  /**
   * A link.
   *
   * @param senderPackets size of the sender's pool: never more packets can be under way
   */
  WorkerLink(int senderPackets) {
    returned = new SpscQueue<>(senderPackets);
  }

  /** Hands a packet over; false when there is no room. Sender only. */
  boolean forward(TrackHandle track, Packet packet) {
    // Behind messages that wait, a packet would overtake them.
    return overflow.isEmpty() && queue.offer(track, packet);
  }

  /** Sends a message, which is never lost: it waits where there is no room. Sender only. */
  void send(RoomMessage message) {
    if (!overflow.isEmpty() || !queue.offer(message, null)) {
      overflow.add(message);
    }
  }

  /** Sends messages that wait for room; true if some still do. Sender only. */
  boolean retry() {
    RoomMessage next = overflow.peek();
    while (next != null && queue.offer(next, null)) {
      overflow.remove();
      next = overflow.peek();
    }
    return next != null;
  }

  /** The next packet that came home, or null. Sender only. */
  @Nullable Packet pollReturned() {
    return returned.poll();
  }

  /**
   * Takes what has arrived, at most {@code limit}; returns how much. Receiver only.
   *
   * @param handler gets a {@link TrackHandle} with a packet, or a {@link RoomMessage} without
   */
  int drain(PacketQueue.Handler<Object> handler, int limit) {
    return queue.drain(handler, limit);
  }

  /** Gives a packet of the sender's back. Receiver only. */
  void giveBack(Packet packet) {
    if (!returned.offer(packet)) {
      throw new IllegalStateException("more packets came home than the pool has");
    }
  }
}
