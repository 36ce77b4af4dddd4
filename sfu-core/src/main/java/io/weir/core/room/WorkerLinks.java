package io.weir.core.room;

import io.weir.core.buffer.Packet;

/** How a room's share reaches its shares on other workers; the I/O package implements it. */
public interface WorkerLinks {
  /** Index of the worker that this share lives on. */
  int self();

  /**
   * Hands a packet to another worker, with one reference of its own. When that worker's queue is
   * full the packet is dropped there and counted. Packets and messages to one worker stay in order.
   */
  void forward(int worker, TrackHandle track, Packet packet);

  /** Tells another worker's share something. */
  void send(int worker, RoomMessage message);
}
