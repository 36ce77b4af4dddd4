package io.weir.core.io;

import io.weir.core.buffer.PacketPool;
import io.weir.core.counter.PacketCounters;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/** Sockets by Java's channels, in one selector. */
final class ChannelSocketSystem implements SocketSystem {
  private final PacketPool pool;
  private final PacketCounters counters;
  private final MemorySegment sendMemory;
  private final Selector selector;
  private final ChannelTcpSystem tcp;
  private final List<ChannelUdpSocket> sockets = new ArrayList<>();

  ChannelSocketSystem(PacketPool pool, PacketCounters counters, MemorySegment sendMemory)
      throws IOException {
    this.pool = pool;
    this.counters = counters;
    this.sendMemory = sendMemory;
    selector = Selector.open();
    tcp = new ChannelTcpSystem(selector);
  }

  @Override
  public UdpSocket openUdp(InetSocketAddress address) throws IOException {
    sockets.add(new ChannelUdpSocket(sockets.size(), address, pool, counters, sendMemory));
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
    return new ChannelPoller(selector, sockets);
  }
}
