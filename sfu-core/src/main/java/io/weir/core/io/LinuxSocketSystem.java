package io.weir.core.io;

import io.weir.core.buffer.PacketPool;
import io.weir.core.counter.PacketCounters;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Sockets by the C library's calls; see {@link Libc}. */
final class LinuxSocketSystem implements SocketSystem {
  private final boolean trains;
  private final Arena arena;
  private final PacketPool pool;
  private final PacketCounters counters;
  private final MemorySegment sendMemory;
  private final ReceivedTrains received;
  private final LinuxTcpSystem tcp;
  private final List<LinuxUdpSocket> sockets = new ArrayList<>();

  LinuxSocketSystem(
      boolean trains,
      Arena arena,
      PacketPool pool,
      PacketCounters counters,
      MemorySegment sendMemory)
      throws IOException {
    this.trains = trains;
    this.arena = arena;
    this.pool = pool;
    this.counters = counters;
    this.sendMemory = sendMemory;
    received = new ReceivedTrains(arena);
    tcp = new LinuxTcpSystem(arena);
  }

  @Override
  public UdpSocket openUdp(InetSocketAddress address) throws IOException {
    sockets.add(
        new LinuxUdpSocket(
            sockets.size(), address, trains, received, arena, pool, counters, sendMemory));
    return sockets.getLast();
  }

  @Override
  public void forgetLastUdp() {
    sockets.removeLast().close();
  }

  @Override
  public TcpSystem tcp() {
    return tcp;
  }

  @Override
  public Poller openPoller() throws IOException {
    return new LinuxPoller(arena, sockets, tcp.descriptor());
  }
}
