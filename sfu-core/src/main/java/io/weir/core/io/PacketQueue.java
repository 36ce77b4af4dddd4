package io.weir.core.io;

import io.weir.core.buffer.Packet;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of packets and what they are for, from one worker to one other; what stands there
 * without a packet is a message. Nobody waits, nothing is allocated.
 *
 * @param <T> what a packet is for, as the receiving worker knows it, or a message
 */
public final class PacketQueue<T> {
  private final RingCursor cursor;
  private final @Nullable Object[] targets;
  private final @Nullable Packet[] packets;

  /** Takes packets out of a queue. */
  @FunctionalInterface
  public interface Handler<T> {
    /** Takes over the packet's reference, if there is a packet. */
    void handle(T target, @Nullable Packet packet);
  }

  /** A queue for at least {@code minCapacity} packets. */
  public PacketQueue(int minCapacity) {
    cursor = new RingCursor(minCapacity);
    targets = new @Nullable Object[cursor.capacity()];
    packets = new @Nullable Packet[cursor.capacity()];
  }

  /** Hands a packet over with one reference; false, and nothing handed over, when full. */
  public boolean offer(T target, @Nullable Packet packet) {
    int slot = cursor.writable();
    if (slot == RingCursor.NONE) {
      return false;
    }
    targets[slot] = target;
    packets[slot] = packet;
    cursor.publish();
    return true;
  }

  /**
   * Takes packets out, oldest first. Receiving worker only.
   *
   * @param limit how many at most
   * @return how many there were
   */
  @SuppressWarnings("unchecked") // Only offer() stores, and it takes T.
  public int drain(Handler<? super T> handler, int limit) {
    int count = 0;
    while (count < limit) {
      int slot = cursor.readable();
      if (slot == RingCursor.NONE) {
        break;
      }
      T target = (T) targets[slot];
      Packet packet = packets[slot];
      targets[slot] = null;
      packets[slot] = null;
      cursor.release();
      count++;
      if (target != null) {
        handler.handle(target, packet);
      }
    }
    return count;
  }
}
