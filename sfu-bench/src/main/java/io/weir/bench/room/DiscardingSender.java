package io.weir.bench.room;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.transport.DatagramSender;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Sockets that throw away: each datagram is written to memory like a send batch's and counted. */
final class DiscardingSender implements DatagramSender {
  private static final int DATAGRAMS = 32;
  private static final int STRIDE = 2048;

  private final MemorySegment batch = Arena.ofAuto().allocate((long) DATAGRAMS * STRIDE);
  private long datagrams;

  /** How many were sent. */
  long datagrams() {
    return datagrams;
  }

  @Override
  public MemorySegment segment() {
    return batch;
  }

  @Override
  public long reserve(int maxLength) {
    return datagrams % DATAGRAMS * STRIDE;
  }

  @Override
  public void commit(int length, NetworkPath path) {
    datagrams++;
  }
}
