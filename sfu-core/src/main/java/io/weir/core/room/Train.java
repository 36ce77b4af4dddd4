package io.weir.core.room;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketRecycler;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Packets of one track that are forwarded together, in the order in which they came: what they have
 * in common is looked up once per subscriber, and datagrams for one subscriber stand side by side.
 * It holds this worker's reference to each. Worker thread only; allocates nothing.
 */
final class Train {
  /** As many as the kernel is given at once for one destination. */
  static final int MAX_PACKETS = 8;

  private final @Nullable Packet[] packets = new @Nullable Packet[MAX_PACKETS];
  private int size;
  private boolean keyFrame;
  private boolean waiting;

  /** Takes over the reference to a packet; there must be room. */
  void add(Packet packet) {
    packets[size++] = packet;
    keyFrame |= packet.keyFrame;
  }

  /** Number of packets. */
  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean isFull() {
    return size == MAX_PACKETS;
  }

  /** A packet, 0 being the one that came first. */
  Packet packet(int index) {
    return Objects.requireNonNull(packets[index]);
  }

  /** Whether a key frame begins in it. */
  boolean hasKeyFrame() {
    return keyFrame;
  }

  /** The packet with an extended sequence number among the first {@code count}, or null. */
  @Nullable Packet find(long sequence, int count) {
    for (int i = 0; i < count; i++) {
      Packet packet = packet(i);
      if (packet.extendedSequence == sequence) {
        return packet;
      }
    }
    return null;
  }

  /** The highest extended sequence number among the first {@code count}, or -1. */
  long newest(int count) {
    long newest = -1;
    for (int i = 0; i < count; i++) {
      newest = Math.max(newest, packet(i).extendedSequence);
    }
    return newest;
  }

  /** Whether {@link Trains} knows of it. */
  boolean isWaiting() {
    return waiting;
  }

  void waiting(boolean value) {
    waiting = value;
  }

  /** Forgets its packets, whose references have been given back or handed on. */
  void clear() {
    for (int i = 0; i < size; i++) {
      packets[i] = null;
    }
    size = 0;
    keyFrame = false;
  }

  /** Gives all packets back. */
  void recycle(PacketRecycler recycler) {
    for (int i = 0; i < size; i++) {
      recycler.recycle(packet(i));
    }
    clear();
  }
}
