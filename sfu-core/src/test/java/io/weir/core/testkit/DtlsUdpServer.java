package io.weir.core.testkit;

import io.weir.core.control.DtlsFingerprint;
import io.weir.core.dtls.DtlsEngine;
import io.weir.core.dtls.DtlsEngineFactory;
import io.weir.core.dtls.DtlsState;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One {@link DtlsEngine} on a loopback socket, for whichever client sends to it first. */
public final class DtlsUdpServer implements AutoCloseable {
  private final Object worker = new Object();
  private final DatagramSocket socket;
  private final DtlsEngine engine;
  private @Nullable SocketAddress peer;

  /** Begins to listen, expecting a client with this certificate. */
  public DtlsUdpServer(DtlsEngineFactory factory, DtlsFingerprint client) throws IOException {
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    engine = factory.open(List.of(client), this::drain);
    Thread.ofVirtual().name("dtls-udp-server").start(this::read);
  }

  /** Where clients find it. */
  public InetSocketAddress address() {
    return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
  }

  /** The engine; call it only while nothing is under way. */
  public DtlsEngine engine() {
    return engine;
  }

  /** Waits until the engine is in {@code state}; false if that took too long. */
  public boolean awaitState(DtlsState state, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    synchronized (worker) {
      while (engine.state() != state) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return false;
        }
        worker.wait(left);
      }
      return true;
    }
  }

  @Override
  public void close() {
    synchronized (worker) {
      engine.close();
      drain();
    }
    socket.close();
  }

  private void read() {
    byte[] buffer = new byte[2_048];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    while (true) {
      packet.setLength(buffer.length);
      try {
        socket.receive(packet);
      } catch (IOException closed) {
        return;
      }
      synchronized (worker) {
        peer = packet.getSocketAddress();
        boolean ignored =
            engine.handlePacket(MemorySegment.ofArray(buffer), 0, packet.getLength(), 0);
      }
    }
  }

  private void drain() {
    synchronized (worker) {
      engine.poll((segment, offset, length) ->
          send(segment.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE)));
      worker.notifyAll();
    }
  }

  private void send(byte[] datagram) {
    try {
      socket.send(new DatagramPacket(datagram, datagram.length, peer));
    } catch (IOException ignored) {
      // As lost as any datagram: its peer is gone, or the test is over.
    }
  }
}
