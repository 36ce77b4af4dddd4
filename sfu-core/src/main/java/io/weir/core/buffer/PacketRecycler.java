package io.weir.core.buffer;

/**
 * Takes a worker's reference to a packet back: to the pool when it is this worker's, otherwise to
 * its owner's queue. Each worker has one.
 */
@FunctionalInterface
public interface PacketRecycler {
  /** Gives up this worker's one reference. */
  void recycle(Packet packet);
}
