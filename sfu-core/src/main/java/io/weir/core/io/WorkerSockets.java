package io.weir.core.io;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.counter.PacketCounters;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All sockets of one worker, what waits for them, and what is sent through them. The worker's
 * thread only, but for {@link #wakeUp}; whoever opens it may close it once that thread has ended.
 */
final class WorkerSockets implements AutoCloseable {
  private final List<UdpSocket> sockets;
  private final Poller poller;
  private final SendBatch sendBatch;

  private WorkerSockets(List<UdpSocket> sockets, Poller poller, MemorySegment sendMemory) {
    this.sockets = sockets;
    this.poller = poller;
    sendBatch = new SendBatch(sendMemory, sockets.toArray(UdpSocket[]::new));
  }

  /**
   * Binds one socket to each address, in their order.
   *
   * @param arena lives longer than the result
   * @throws IOException if an address cannot be bound; nothing stays open then
   */
  static WorkerSockets open(
      IoKind kind,
      List<InetSocketAddress> addresses,
      Arena arena,
      PacketPool pool,
      PacketCounters counters)
      throws IOException {
    MemorySegment memory =
        arena.allocate((long) SendBatch.CAPACITY * SendBatch.SLOT_BYTES, Long.BYTES);
    List<UdpSocket> opened = new ArrayList<>();
    try {
      Poller poller =
          switch (kind) {
            case LINUX -> {
              List<LinuxUdpSocket> sockets = new ArrayList<>();
              for (InetSocketAddress address : addresses) {
                sockets.add(
                    new LinuxUdpSocket(sockets.size(), address, arena, pool, counters, memory));
                opened.add(sockets.getLast());
              }
              yield new LinuxPoller(arena, sockets);
            }
            case CHANNEL -> {
              List<ChannelUdpSocket> sockets = new ArrayList<>();
              for (InetSocketAddress address : addresses) {
                sockets.add(new ChannelUdpSocket(sockets.size(), address, pool, counters, memory));
                opened.add(sockets.getLast());
              }
              yield new ChannelPoller(sockets);
            }
          };
      return new WorkerSockets(List.copyOf(opened), poller, memory);
    } catch (IOException e) {
      opened.forEach(UdpSocket::close);
      throw e;
    }
  }

  /** Number of sockets. */
  int count() {
    return sockets.size();
  }

  /** What the sockets are bound to. */
  List<InetSocketAddress> localAddresses() {
    return sockets.stream().map(UdpSocket::localAddress).toList();
  }

  /** Where transports write what they send. */
  SendBatch sendBatch() {
    return sendBatch;
  }

  /** See {@link Poller#await}. */
  void await(long timeoutNs) {
    poller.await(timeoutNs);
  }

  /** See {@link Poller#isReadable}. */
  boolean isReadable(int socket) {
    return poller.isReadable(socket);
  }

  /** See {@link UdpSocket#receive}. */
  int receive(int socket, @Nullable Packet[] into, long nowNs) {
    return sockets.get(socket).receive(into, nowNs);
  }

  /** See {@link Poller#wakeUp}. Any thread. */
  void wakeUp() {
    poller.wakeUp();
  }

  @Override
  public void close() {
    poller.close();
    sockets.forEach(UdpSocket::close);
  }
}
