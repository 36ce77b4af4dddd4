package io.weir.core.ice;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.control.IceParameters;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import io.weir.core.stun.StunBindingValidator;
import io.weir.core.stun.StunVerdict;
import io.weir.core.stun.StunWriter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An ICE-lite agent behind a real UDP socket and one thread: as much server as ICE needs. */
final class IceLiteUdpServer implements IceLiteAgent.Listener, AutoCloseable {
  private final DatagramSocket socket;
  private final PacketCounters counters = new PacketCounters();
  private final StunBindingValidator validator = new StunBindingValidator();
  private final Packet packet =
      Objects.requireNonNull(new PacketPool(Arena.ofShared(), 1).acquire());
  private final IceLiteAgent agent;

  IceLiteUdpServer(InetAddress address, IceParameters local, IceParameters remote)
      throws IOException {
    socket = new DatagramSocket(new InetSocketAddress(address, 0));
    agent = new IceLiteAgent(local, remote, counters, this);
    Thread.ofPlatform().name("ice-lite-server").start(this::serve);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  synchronized void restart(IceParameters local, IceParameters remote) {
    agent.restart(local, remote);
  }

  synchronized @Nullable NetworkPath selectedPath() {
    return agent.selectedPath();
  }

  long count(PacketCounter counter) {
    return counters.get(counter);
  }

  private void serve() {
    byte[] bytes = new byte[Packet.CAPACITY];
    try {
      while (true) {
        DatagramPacket datagram = new DatagramPacket(bytes, bytes.length);
        socket.receive(datagram);
        int length = answer(datagram);
        if (length > 0) {
          socket.send(new DatagramPacket(bytes, length, datagram.getSocketAddress()));
        }
      }
    } catch (IOException expected) {
      // The socket was closed: the test is over.
    }
  }

  /** Puts the answer where the request was; returns its length. */
  private synchronized int answer(DatagramPacket datagram) {
    packet.length = datagram.getLength();
    packet.sourceLow =
        NetworkPath.ofIpv4(0, ByteBuffer.wrap(datagram.getAddress().getAddress()).getInt(), 0)
            .addressLow();
    packet.sourcePort = datagram.getPort();
    MemorySegment.copy(
        datagram.getData(),
        0,
        packet.segment(),
        ValueLayout.JAVA_BYTE,
        packet.offset,
        packet.length);
    StunVerdict verdict = validator.validate(packet.segment(), packet.offset, packet.length);
    if (verdict != StunVerdict.BINDING_REQUEST) {
      verdict.countDrop(counters);
      return 0;
    }
    byte[] out = new byte[StunWriter.MAX_LENGTH];
    int length =
        agent.handleBindingRequest(
            validator, packet, MemorySegment.ofArray(out), 0, System.nanoTime());
    System.arraycopy(out, 0, datagram.getData(), 0, length);
    return length;
  }

  @Override
  public void close() {
    socket.close(); // Which also ends the thread.
  }

  @Override
  public void onUsernameFragmentAdded(long key) {}

  @Override
  public void onUsernameFragmentRemoved(long key) {}

  @Override
  public void onPathValidated(NetworkPath path) {}

  @Override
  public void onPathRemoved(NetworkPath path) {}

  @Override
  public void onPathSelected(NetworkPath path) {}
}
