package io.weir.core.buffer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** A worker's packets, in one slab of off-heap memory. Only the worker's thread may call it. */
public final class PacketPool {
  private final Packet[] free;
  private final MemorySegment slab;
  private final int owner;
  private int available;

  /** The pool of worker 0. */
  public PacketPool(Arena arena, int capacity) {
    this(arena, capacity, 0);
  }

  /**
   * A pool of {@code capacity} packets whose memory lives as long as {@code arena}.
   *
   * @param arena owner of the slab; shared, because other workers read from it
   * @param capacity number of packets
   * @param owner index of the worker whose pool it is
   */
  public PacketPool(Arena arena, int capacity, int owner) {
    this(arena.allocate((long) capacity * Packet.CAPACITY, 64), owner);
  }

  /**
   * A pool of as many packets as there is memory for.
   *
   * @param slab shared with other workers, which read from it
   * @param owner index of the worker whose pool it is
   */
  public PacketPool(MemorySegment slab, int owner) {
    this.slab = slab;
    this.owner = owner;
    int capacity = (int) (slab.byteSize() / Packet.CAPACITY);
    free = new Packet[capacity];
    for (int i = 0; i < capacity; i++) {
      free[capacity - 1 - i] = new Packet(this, slab, (long) i * Packet.CAPACITY);
    }
    available = capacity;
  }

  /** A packet with one reference, or null when none is free. */
  public @Nullable Packet acquire() {
    if (available == 0) {
      return null;
    }
    Packet packet = free[--available];
    packet.reset();
    return packet;
  }

  /** Gives one reference back; the last one frees the packet. */
  public void release(Packet packet) {
    if (packet.dropReference()) {
      free[available++] = packet;
    }
  }

  /** Index of the worker whose packets these are; other workers send them home to it. */
  public int owner() {
    return owner;
  }

  /** Number of free packets. */
  public int available() {
    return available;
  }

  /** Number of packets, free or not. */
  public int capacity() {
    return free.length;
  }

  /** The memory that holds all packets. */
  public MemorySegment slab() {
    return slab;
  }
}
