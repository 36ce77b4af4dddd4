package io.weir.core.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A worker's sockets on loopback, without the worker. */
final class SocketFixture implements AutoCloseable {
  private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(60);

  final PacketCounters counters = new PacketCounters();
  final PacketPool pool;
  final WorkerSockets sockets;
  private final Arena arena = Arena.ofShared();

  SocketFixture(IoKind kind, int packets, String... addresses) throws IOException {
    this(kind, true, packets, addresses);
  }

  SocketFixture(IoKind kind, boolean trains, int packets, String... addresses) throws IOException {
    pool = new PacketPool(arena, packets);
    List<InetSocketAddress> bound = new ArrayList<>();
    for (String address : addresses) {
      bound.add(new InetSocketAddress(InetAddress.getByName(address), 0));
    }
    sockets = WorkerSockets.open(kind, trains, bound, arena, pool, counters);
  }

  InetSocketAddress address(int socket) {
    return sockets.localAddresses().get(socket);
  }

  /** Reads until this many packets were stored. */
  List<Packet> receive(int count) {
    List<Packet> received = new ArrayList<>();
    receiveUntil(() -> received.size() >= count, received);
    assertThat(received).hasSize(count);
    return received;
  }

  /** Reads until a counter has a value; packets are released. */
  void receiveUntilCounted(PacketCounter counter, long value) {
    List<Packet> received = new ArrayList<>();
    receiveUntil(() -> counters.get(counter) >= value, received);
    received.forEach(pool::release);
  }

  void send(String text, NetworkPath path) {
    SendBatch batch = sockets.sendBatch();
    byte[] bytes = text.getBytes(UTF_8);
    long offset = batch.reserve(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      batch.segment().set(ValueLayout.JAVA_BYTE, offset + i, bytes[i]);
    }
    batch.commit(bytes.length, path);
  }

  static String text(Packet packet) {
    byte[] bytes =
        packet.segment().asSlice(packet.offset, packet.length).toArray(ValueLayout.JAVA_BYTE);
    return new String(bytes, UTF_8);
  }

  static NetworkPath pathTo(int socket, InetSocketAddress remote) {
    return new NetworkPath(
        socket,
        InternetAddress.high(remote.getAddress()),
        InternetAddress.low(remote.getAddress()),
        remote.getPort());
  }

  static boolean hasIpv6Loopback() {
    byte[] loopback = new byte[16];
    loopback[15] = 1;
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByAddress(loopback))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** Closes everything, and checks that no packet is missing. */
  @Override
  public void close() {
    sockets.close();
    assertThat(pool.available()).isEqualTo(pool.capacity());
    arena.close();
  }

  private void receiveUntil(BooleanSupplier done, List<Packet> received) {
    @Nullable Packet[] batch = new @Nullable Packet[UdpSocket.MAX_RECEIVED];
    long start = System.nanoTime();
    while (!done.getAsBoolean() && System.nanoTime() - start < LIMIT_NS) {
      sockets.await(TimeUnit.MILLISECONDS.toNanos(100));
      for (int socket = 0; socket < sockets.count(); socket++) {
        int count = sockets.isReadable(socket) ? sockets.receive(socket, batch, start) : 0;
        for (int i = 0; i < count; i++) {
          received.add(Objects.requireNonNull(batch[i]));
        }
      }
    }
    assertThat(done.getAsBoolean()).isTrue();
  }
}
