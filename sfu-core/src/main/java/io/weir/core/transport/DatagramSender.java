package io.weir.core.transport;

import io.weir.core.buffer.NetworkPath;
import java.lang.foreign.MemorySegment;

/**
 * Where transports write outgoing datagrams: straight into the send batch of the worker's sockets.
 * The I/O package implements it. Worker thread only.
 */
public interface DatagramSender {
  /** Memory to write the next datagram to, from {@link #reserve}'s offset on. */
  MemorySegment segment();

  /** Makes room for one datagram, sending what waits if the batch is full; returns its offset. */
  long reserve(int maxLength);

  /** Whether neighbouring datagrams of one size for one destination cost less than others. */
  default boolean sendsTrains() {
    return false;
  }

  /** What is committed from now on forwards a packet that arrived then; for measurements only. */
  default void beginForwarding(long arrivalNs) {}

  /** What is committed from now on forwards nothing. */
  default void endForwarding() {}

  /** Sends what was written at the reserved offset; without this call the room is used again. */
  void commit(int length, NetworkPath path);
}
