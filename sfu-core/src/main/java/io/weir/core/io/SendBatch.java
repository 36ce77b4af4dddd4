package io.weir.core.io;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.transport.DatagramSender;
import java.lang.foreign.MemorySegment;

/**
 * The memory that a worker's transports write outgoing datagrams to; each of the sockets keeps the
 * list of those that are its own. Worker thread only.
 */
final class SendBatch implements DatagramSender {
  /** Datagrams that wait at most until a flush. */
  static final int CAPACITY = 64;

  /** Room for each datagram, in bytes. */
  static final int SLOT_BYTES = 2048;

  private final MemorySegment memory;
  private final UdpSocket[] sockets;
  private int waiting;

  /**
   * A batch for some sockets.
   *
   * @param memory {@code CAPACITY * SLOT_BYTES} bytes that the sockets know, too
   * @param sockets by {@link NetworkPath#socket()}
   */
  SendBatch(MemorySegment memory, UdpSocket[] sockets) {
    this.memory = memory;
    this.sockets = sockets;
  }

  @Override
  public MemorySegment segment() {
    return memory;
  }

  @Override
  public long reserve(int maxLength) {
    if (maxLength > SLOT_BYTES) {
      throw new IllegalArgumentException("datagram of " + maxLength + " bytes");
    }
    if (waiting == CAPACITY) {
      flush();
    }
    return (long) waiting * SLOT_BYTES;
  }

  @Override
  public void commit(int length, NetworkPath path) {
    sockets[path.socket()].enqueue((long) waiting * SLOT_BYTES, length, path);
    waiting++;
  }

  /** Sends everything that waits. */
  void flush() {
    if (waiting == 0) {
      return;
    }
    for (UdpSocket socket : sockets) {
      socket.flush();
    }
    waiting = 0;
  }
}
