package io.weir.core.io;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.counter.LatencyHistogram;
import io.weir.core.transport.DatagramSender;
import java.lang.foreign.MemorySegment;

/**
 * The memory that a worker's transports write outgoing datagrams to; each of the UDP sockets keeps
 * the list of those that are its own, while TCP connections take theirs at once. Worker thread
 * only.
 */
final class SendBatch implements DatagramSender {
  /** Datagrams that wait at most until a flush. */
  static final int CAPACITY = 64;

  /** Room for each datagram, in bytes. */
  static final int SLOT_BYTES = 2048;

  /** Bytes before each datagram, of which TCP uses the last two for its length. */
  static final int HEADROOM = 64;

  /** Bytes of memory in all. */
  static final long MEMORY_BYTES = (long) CAPACITY * (HEADROOM + SLOT_BYTES);

  private static final long NOT_FORWARDED = Long.MIN_VALUE;

  private final MemorySegment memory;
  private final UdpSocket[] sockets;
  private final TcpConnections connections;
  private final LatencyHistogram latency;

  /** When the packets arrived whose forwarding waits. */
  private final long[] arrivalsNs = new long[CAPACITY];

  private int forwarded;
  private long arrivalNs = NOT_FORWARDED;
  private int waiting;

  /**
   * A batch for some sockets.
   *
   * @param memory {@link #MEMORY_BYTES} that the sockets know, too
   * @param sockets by {@link NetworkPath#socket()}
   * @param connections the TCP connections beside them
   * @param latency takes how long forwarded packets took from their arrival until they were sent
   */
  SendBatch(
      MemorySegment memory,
      UdpSocket[] sockets,
      TcpConnections connections,
      LatencyHistogram latency) {
    this.latency = latency;
    this.memory = memory;
    this.sockets = sockets;
    this.connections = connections;
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
    return offset();
  }

  @Override
  public void commit(int length, NetworkPath path) {
    if (path.isTcp()) {
      connections.send(path, memory, offset(), length);
      if (arrivalNs != NOT_FORWARDED) {
        latency.record(System.nanoTime() - arrivalNs, 1);
      }
      return;
    }
    sockets[path.socket()].enqueue(offset(), length, path);
    waiting++;
    if (arrivalNs != NOT_FORWARDED) {
      arrivalsNs[forwarded++] = arrivalNs;
    }
  }

  @Override
  public boolean sendsTrains() {
    for (UdpSocket socket : sockets) {
      if (socket.sendsTrains()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void beginForwarding(long packetArrivalNs) {
    arrivalNs = packetArrivalNs;
  }

  @Override
  public void endForwarding() {
    arrivalNs = NOT_FORWARDED;
  }

  private long offset() {
    return (long) waiting * (HEADROOM + SLOT_BYTES) + HEADROOM;
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
    measureLatency();
  }

  /** One look at the clock per batch, one addition per packet that was forwarded. */
  private void measureLatency() {
    if (forwarded == 0) {
      return;
    }
    long nowNs = System.nanoTime();
    int first = 0;
    for (int i = 1; i <= forwarded; i++) {
      if (i == forwarded || arrivalsNs[i] != arrivalsNs[first]) {
        latency.record(nowNs - arrivalsNs[first], i - first);
        first = i;
      }
    }
    forwarded = 0;
  }
}
