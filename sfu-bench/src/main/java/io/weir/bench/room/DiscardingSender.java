package io.weir.bench.room;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.transport.DatagramSender;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Sockets that throw away: each datagram is written to memory like a send batch's and counted. */
final class DiscardingSender implements DatagramSender {
  private static final int DATAGRAMS = 32;
  private static final int STRIDE = 2048;

  private final MemorySegment batch = Arena.ofAuto().allocate((long) DATAGRAMS * STRIDE);
  private final @Nullable Listener listener;
  private long datagrams;

  /** Hears of each datagram. */
  interface Listener {
    /** One is sent, which stands at {@code offset} for as long as this lasts. */
    void onDatagram(MemorySegment segment, long offset, NetworkPath path);
  }

  DiscardingSender(@Nullable Listener listener) {
    this.listener = listener;
  }

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
    if (listener != null) {
      listener.onDatagram(batch, reserve(length), path);
    }
    datagrams++;
  }
}
