package io.weir.core.io;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.counter.LatencyHistogram;
import io.weir.core.counter.PacketCounters;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All sockets of one worker (on each address UDP, and TCP on the same port), what waits for them,
 * and what is sent through them. The worker's thread only, but for {@link #wakeUp}; whoever opens
 * it may close it once that thread has ended.
 */
final class WorkerSockets implements AutoCloseable {
  /** How often a free port is asked for until TCP has it free as well. */
  private static final int PORT_ATTEMPTS = 16;

  private final List<UdpSocket> sockets;
  private final TcpConnections connections;
  private final Poller poller;
  private final SendBatch sendBatch;
  private final LatencyHistogram latency = new LatencyHistogram();

  private WorkerSockets(
      List<UdpSocket> sockets,
      TcpConnections connections,
      Poller poller,
      MemorySegment sendMemory) {
    this.sockets = sockets;
    this.connections = connections;
    this.poller = poller;
    sendBatch = new SendBatch(sendMemory, sockets.toArray(UdpSocket[]::new), connections, latency);
  }

  /**
   * Binds UDP and TCP to each address, in their order.
   *
   * @param trains whether datagrams may be sent in trains where the system can
   * @param arena lives longer than the result
   * @throws IOException if an address cannot be bound; nothing stays open then
   */
  static WorkerSockets open(
      IoKind kind,
      boolean trains,
      List<InetSocketAddress> addresses,
      Arena arena,
      PacketPool pool,
      PacketCounters counters)
      throws IOException {
    MemorySegment memory = arena.allocate(SendBatch.MEMORY_BYTES, 64);
    SocketSystem system =
        switch (kind) {
          case LINUX -> new LinuxSocketSystem(trains, arena, pool, counters, memory);
          case CHANNEL -> new ChannelSocketSystem(pool, counters, memory);
        };
    TcpConnections connections = new TcpConnections(system.tcp(), arena, pool, counters);
    List<UdpSocket> opened = new ArrayList<>();
    try {
      for (InetSocketAddress address : addresses) {
        opened.add(openBoth(system, address, connections, opened.size()));
      }
      return new WorkerSockets(List.copyOf(opened), connections, system.openPoller(), memory);
    } catch (IOException e) {
      opened.forEach(UdpSocket::close);
      connections.close();
      throw e;
    }
  }

  private static UdpSocket openBoth(
      SocketSystem system, InetSocketAddress address, TcpConnections connections, int index)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      UdpSocket socket = system.openUdp(address);
      try {
        connections.add(system.tcp().listen(socket.localAddress(), index));
        return socket;
      } catch (IOException e) {
        system.forgetLastUdp();
        if (address.getPort() != 0 || attempt == PORT_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Number of UDP sockets. */
  int count() {
    return sockets.size();
  }

  /** What UDP and TCP are bound to. */
  List<InetSocketAddress> localAddresses() {
    return sockets.stream().map(UdpSocket::localAddress).toList();
  }

  /** Where transports write what they send. */
  SendBatch sendBatch() {
    return sendBatch;
  }

  /** The TCP connections. */
  TcpConnections connections() {
    return connections;
  }

  /** How long forwarded packets took from their arrival until they were sent. Any thread. */
  LatencyHistogram latency() {
    return latency;
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

  /** See {@link UdpSocket#isDrained}. */
  boolean isDrained(int socket) {
    return sockets.get(socket).isDrained();
  }

  /** See {@link TcpConnections#receive}. */
  boolean receiveTcp(TcpHandler handler, long nowNs) {
    return (poller.hasTcpNews() || connections.hasUnread()) && connections.receive(handler, nowNs);
  }

  /** See {@link Poller#wakeUp}. Any thread. */
  void wakeUp() {
    poller.wakeUp();
  }

  @Override
  public void close() {
    poller.close();
    connections.close();
    sockets.forEach(UdpSocket::close);
  }
}
