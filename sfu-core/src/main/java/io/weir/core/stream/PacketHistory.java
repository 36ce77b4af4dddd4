package io.weir.core.stream;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketRecycler;
import org.jspecify.annotations.Nullable;

/**
 * The latest packets of one stream, by extended sequence number: a window that ends at the highest
 * one. It holds one reference to each and gives it back when the packet leaves. One thread.
 */
public final class PacketHistory {
  private static final long NONE = -1;

  private final @Nullable Packet[] ring;
  private final PacketRecycler recycler;
  private long oldest;
  private long newest = NONE;
  private int size;

  /**
   * An empty history.
   *
   * @param capacity length of the window, a power of two
   * @param recycler takes the references back
   */
  public PacketHistory(int capacity, PacketRecycler recycler) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("capacity is no power of two: " + capacity);
    }
    ring = new Packet[capacity];
    this.recycler = recycler;
  }

  /**
   * Takes over the caller's reference to a packet whose extended sequence number is set.
   *
   * @return false when it is too old or already there; its reference was given back then
   */
  public boolean put(Packet packet) {
    long sequence = packet.extendedSequence;
    if (newest == NONE || sequence - newest >= ring.length) {
      clear();
      oldest = sequence;
      newest = sequence;
    } else if (sequence > newest) {
      newest = sequence;
      evictBefore(sequence - ring.length + 1);
    } else if (sequence <= newest - ring.length || get(sequence) != null) {
      recycler.recycle(packet);
      return false;
    } else if (sequence < oldest) {
      oldest = sequence;
    }
    ring[index(sequence)] = packet;
    size++;
    return true;
  }

  /** The packet with an extended sequence number, or null; the history keeps its reference. */
  public @Nullable Packet get(long sequence) {
    if (sequence < oldest || sequence > newest) {
      return null;
    }
    return ring[index(sequence)];
  }

  /** Lets the packet with the lowest sequence number go; false when there is none. */
  public boolean evictOldest() {
    if (size == 0) {
      return false;
    }
    while (!evict(oldest++)) {
      // skips what never came
    }
    return true;
  }

  /** Lets packets go, lowest sequence number first, until one arrived at {@code ns} or later. */
  public void evictOlderThan(long ns) {
    while (size > 0) {
      Packet packet = ring[index(oldest)];
      if (packet != null && packet.arrivalNs - ns >= 0) {
        return;
      }
      evict(oldest++);
    }
  }

  /** Lets all packets go. */
  public void clear() {
    while (evictOldest()) {
      // until empty
    }
    newest = NONE;
  }

  /** Number of packets. */
  public int size() {
    return size;
  }

  /** The highest extended sequence number since it was empty, or -1. */
  public long newest() {
    return newest;
  }

  private void evictBefore(long sequence) {
    while (oldest < sequence) {
      evict(oldest++);
    }
  }

  private boolean evict(long sequence) {
    int index = index(sequence);
    Packet packet = ring[index];
    if (packet == null) {
      return false;
    }
    ring[index] = null;
    size--;
    recycler.recycle(packet);
    return true;
  }

  private int index(long sequence) {
    return (int) sequence & (ring.length - 1);
  }
}
