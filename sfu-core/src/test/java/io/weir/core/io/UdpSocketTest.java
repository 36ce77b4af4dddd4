package io.weir.core.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Both kinds of sockets, over the real loopback interface. */
@ParameterizedClass
@EnumSource(IoKind.class)
class UdpSocketTest {
  private static final int PACKETS = 256;

  @Parameter IoKind kind = IoKind.CHANNEL;

  @BeforeEach
  void skipWhatThisMachineLacks() {
    assumeTrue(kind != IoKind.LINUX || Libc.isSupported());
  }

  @Test
  void shouldCarryDatagramsBothWaysWithTheirAddresses() throws IOException {
    try (SocketFixture fixture = new SocketFixture(kind, PACKETS, "127.0.0.1");
        DatagramSocket client = client()) {
      send(client, "ping", fixture.address(0));

      Packet packet = fixture.receive(1).getFirst();
      assertThat(SocketFixture.text(packet)).isEqualTo("ping");
      assertThat(packet.isFrom(pathTo(0, client))).isTrue();
      assertThat(packet.source()).isEqualTo(pathTo(0, client));

      fixture.send("pong", packet.source());
      fixture.sockets.sendBatch().flush();
      assertThat(receive(client)).isEqualTo("pong");
      fixture.pool.release(packet);
    }
  }

  @Test
  void shouldReadAndSendMoreThanOneBatch() throws IOException {
    int count = 3 * SendBatch.CAPACITY + 5;
    try (SocketFixture sender = new SocketFixture(kind, PACKETS, "127.0.0.1");
        SocketFixture receiver = new SocketFixture(kind, PACKETS, "127.0.0.1")) {
      NetworkPath path = SocketFixture.pathTo(0, receiver.address(0));
      for (int i = 0; i < count; i++) {
        sender.send("datagram " + i, path);
      }
      sender.sockets.sendBatch().flush();

      List<Packet> received = receiver.receive(count);
      assertThat(received.stream().map(SocketFixture::text))
          .containsExactlyElementsOf(
              IntStream.range(0, count).mapToObj(i -> "datagram " + i).toList());
      assertThat(sender.counters.get(PacketCounter.SENT)).isEqualTo(count);
      assertThat(receiver.counters.get(PacketCounter.RECEIVED)).isEqualTo(count);
      assertThat(receiver.counters.get(PacketCounter.RECEIVED_BYTES))
          .isEqualTo(sender.counters.get(PacketCounter.SENT_BYTES))
          .isEqualTo(received.stream().mapToLong(packet -> packet.length).sum());
      received.forEach(receiver.pool::release);
    }
  }

  @Test
  void shouldTellWhichOfItsSocketsADatagramCameFrom() throws IOException {
    try (SocketFixture fixture = new SocketFixture(kind, PACKETS, "127.0.0.1", "127.0.0.2");
        DatagramSocket client = client()) {
      send(client, "to the second", fixture.address(1));
      Packet packet = fixture.receive(1).getFirst();
      assertThat(packet.socket).isEqualTo(1);
      fixture.pool.release(packet);

      fixture.send("from the first", pathTo(0, client));
      fixture.send("from the second", pathTo(1, client));
      fixture.sockets.sendBatch().flush();
      assertThat(receiveFrom(client)).isEqualTo(fixture.address(0));
      assertThat(receiveFrom(client)).isEqualTo(fixture.address(1));
    }
  }

  @Test
  void shouldSpeakIpv6() throws IOException {
    assumeTrue(SocketFixture.hasIpv6Loopback());
    try (SocketFixture fixture = new SocketFixture(kind, PACKETS, "127.0.0.1", "::1");
        DatagramSocket client = client("::1")) {
      send(client, "ping", fixture.address(1));
      Packet packet = fixture.receive(1).getFirst();
      assertThat(packet.source()).isEqualTo(pathTo(1, client));
      assertThat(packet.source().isIpv4()).isFalse();

      fixture.send("pong", packet.source());
      fixture.sockets.sendBatch().flush();
      assertThat(receive(client)).isEqualTo("pong");
      fixture.pool.release(packet);
    }
  }

  @Test
  void shouldCountAndDropWhatDoesNotFitAPacket() throws IOException {
    try (SocketFixture fixture = new SocketFixture(kind, PACKETS, "127.0.0.1");
        DatagramSocket client = client()) {
      send(client, "x".repeat(UdpSocket.MAX_DATAGRAM + 1), fixture.address(0));
      send(client, "y".repeat(9000), fixture.address(0));
      send(client, "z".repeat(UdpSocket.MAX_DATAGRAM), fixture.address(0));

      Packet packet = fixture.receive(1).getFirst();
      assertThat(SocketFixture.text(packet)).isEqualTo("z".repeat(UdpSocket.MAX_DATAGRAM));
      assertThat(fixture.counters.get(PacketCounter.TRUNCATED)).isEqualTo(2);
      fixture.pool.release(packet);
    }
  }

  @Test
  void shouldTakeAnEmptyDatagram() throws IOException {
    try (SocketFixture fixture = new SocketFixture(kind, PACKETS, "127.0.0.1");
        DatagramSocket client = client()) {
      send(client, "", fixture.address(0));
      Packet packet = fixture.receive(1).getFirst();
      assertThat(packet.length).isZero();
      fixture.pool.release(packet);
    }
  }

  @Test
  void shouldReadOnAndCountWhenThePoolIsEmpty() throws IOException {
    int packets = 4;
    int sent = 50;
    try (SocketFixture fixture = new SocketFixture(kind, packets, "127.0.0.1");
        DatagramSocket client = client()) {
      for (int i = 0; i < sent; i++) {
        send(client, "flood " + i, fixture.address(0));
      }
      List<Packet> first = fixture.receive(packets);
      fixture.receiveUntilCounted(PacketCounter.POOL_EXHAUSTED, sent - packets);
      first.forEach(fixture.pool::release);

      send(client, "after", fixture.address(0));
      Packet packet = fixture.receive(1).getFirst();
      assertThat(SocketFixture.text(packet)).isEqualTo("after");
      fixture.pool.release(packet);
    }
  }

  @Test
  void shouldGoOnWhenADestinationIsRefused() throws IOException {
    int closedPort;
    try (DatagramSocket closed = client()) {
      closedPort = closed.getLocalPort();
    }
    int loopback = 0x7F000001;
    try (SocketFixture fixture = new SocketFixture(kind, PACKETS, "127.0.0.1");
        DatagramSocket client = client()) {
      fixture.send("before", pathTo(0, client));
      fixture.send("to nobody", NetworkPath.ofIpv4(0, loopback, closedPort));
      fixture.send("to port 0", NetworkPath.ofIpv4(0, loopback, 0));
      fixture.send("after", pathTo(0, client));
      fixture.sockets.sendBatch().flush();

      assertThat(receive(client)).isEqualTo("before");
      assertThat(receive(client)).isEqualTo("after");
      assertThat(fixture.counters.get(PacketCounter.SEND_FAILED)).isEqualTo(1);
      assertThat(fixture.counters.get(PacketCounter.SENT)).isEqualTo(3);

      send(client, "still reading", fixture.address(0));
      fixture.receive(1).forEach(fixture.pool::release);
    }
  }

  @Test
  void shouldCarryTrainsOfAllSizesAsTheyWere() throws IOException {
    for (boolean trains : new boolean[] {true, false}) {
      try (SocketFixture sender = new SocketFixture(kind, trains, PACKETS, "127.0.0.1");
          SocketFixture receiver = new SocketFixture(kind, 2 * PACKETS, "127.0.0.1")) {
        NetworkPath path = SocketFixture.pathTo(0, receiver.address(0));
        Random random = new Random(7);
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < PACKETS; i++) {
          int length = random.nextInt(3) == 0 ? random.nextInt(1200) : 1200;
          sent.add(("datagram " + i + " " + "x".repeat(length)).substring(0, length));
          sender.send(sent.getLast(), path);
        }
        sender.sockets.sendBatch().flush();
        List<Packet> received = receiver.receive(PACKETS);
        assertThat(received.stream().map(SocketFixture::text)).containsExactlyElementsOf(sent);
        received.forEach(receiver.pool::release);
      }
    }
  }

  @Test
  void shouldCutReceivedTrainsWhateverTheirSizes() throws IOException {
    for (int size : new int[] {1, 700, 1023, 1024, 1500, UdpSocket.MAX_DATAGRAM}) {
      try (SocketFixture sender = new SocketFixture(kind, true, PACKETS, "127.0.0.1");
          SocketFixture receiver = new SocketFixture(kind, PACKETS, "127.0.0.1")) {
        NetworkPath path = SocketFixture.pathTo(0, receiver.address(0));
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 29; i++) {
          sent.add(String.valueOf((char) ('a' + i)).repeat(i % 8 == 7 ? 1 + size / 2 : size));
          sender.send(sent.getLast(), path);
        }
        sender.sockets.sendBatch().flush();
        List<Packet> received = receiver.receive(sent.size());
        assertThat(received.stream().map(SocketFixture::text)).containsExactlyElementsOf(sent);
        assertThat(received)
            .allMatch(packet -> packet.source().port() == sender.address(0).getPort());
        assertThat(receiver.counters.get(PacketCounter.RECEIVED)).isEqualTo(sent.size());
        assertThat(receiver.counters.get(PacketCounter.RECEIVED_BYTES))
            .isEqualTo(sent.stream().mapToLong(String::length).sum());
        received.forEach(receiver.pool::release);
      }
    }
  }

  @Test
  void shouldCountWhatOfATrainFindsNoFreePacket() throws IOException {
    int packets = 5;
    try (SocketFixture sender = new SocketFixture(kind, true, PACKETS, "127.0.0.1");
        SocketFixture receiver = new SocketFixture(kind, packets, "127.0.0.1")) {
      NetworkPath path = SocketFixture.pathTo(0, receiver.address(0));
      for (int i = 0; i < 3 * 8; i++) {
        sender.send("x".repeat(1000), path);
      }
      sender.sockets.sendBatch().flush();
      receiver.receiveUntilCounted(PacketCounter.RECEIVED, 24);
      assertThat(receiver.counters.get(PacketCounter.POOL_EXHAUSTED)).isPositive();
      sender.send("after", path);
      sender.sockets.sendBatch().flush();
      Packet packet = receiver.receive(1).getFirst();
      assertThat(SocketFixture.text(packet)).isEqualTo("after");
      receiver.pool.release(packet);
    }
  }

  /** A socket that sends no checksums may not send trains either: Linux says EINVAL. */
  @Test
  void shouldSendSinglyWhereTheKernelRefusesTrains() throws IOException {
    assumeTrue(kind == IoKind.LINUX);
    int noChecksums = 11; // SO_NO_CHECK
    PacketCounters counters = new PacketCounters();
    try (Arena arena = Arena.ofShared();
        DatagramSocket client = client()) {
      PacketPool pool = new PacketPool(arena, PACKETS);
      MemorySegment memory = arena.allocate(300);
      InetSocketAddress local = new InetSocketAddress(client.getLocalAddress(), 0);
      ReceivedTrains trains = new ReceivedTrains(arena);
      LinuxUdpSocket socket =
          new LinuxUdpSocket(0, local, true, trains, arena, pool, counters, memory);
      assertThat(socket.sendsTrains()).isTrue();
      LinuxSockets.setOption(socket.descriptor(), Libc.SOL_SOCKET, noChecksums, 1);
      for (int i = 0; i < 3; i++) {
        memory.setString(i * 100L, "datagram " + i);
        socket.enqueue(i * 100L, 10, pathTo(0, client));
      }
      socket.flush();
      for (int i = 0; i < 3; i++) {
        assertThat(receive(client)).isEqualTo("datagram " + i);
      }
      assertThat(counters.get(PacketCounter.TRAINS_REFUSED)).isEqualTo(1);
      assertThat(counters.get(PacketCounter.SENT)).isEqualTo(3);
      socket.close();
    }
  }

  /** Loopback does not cut what a sender sends in one piece: since Linux 6.9 that may be 128. */
  @Test
  void shouldTakeTheLongestTrainsThatThereAre() throws IOException {
    assumeTrue(kind == IoKind.LINUX);
    int train = 128;
    int all = UdpSocket.RECEIVE_BATCH * train;
    try (SocketFixture receiver = new SocketFixture(kind, 2 * all, "127.0.0.1")) {
      assumeTrue(sendTrains(receiver, train, UdpSocket.RECEIVE_BATCH), "Linux before 6.9");
      receiver.receive(all).forEach(receiver.pool::release);
      assertThat(receiver.counters.get(PacketCounter.POOL_EXHAUSTED)).isZero();
    }
  }

  @Test
  void shouldCountTrainsThatFindNoPlaceAmongWhatIsReceived() throws IOException {
    assumeTrue(kind == IoKind.LINUX);
    int train = 64;
    try (SocketFixture receiver = new SocketFixture(kind, PACKETS, "127.0.0.1")) {
      assertThat(sendTrains(receiver, train, 3)).isTrue();
      @Nullable Packet[] places = new @Nullable Packet[train];
      assertThat(receiver.sockets.receive(0, places, 0)).isEqualTo(train);
      assertThat(receiver.counters.get(PacketCounter.RECEIVED)).isEqualTo(3L * train);
      assertThat(receiver.counters.get(PacketCounter.POOL_EXHAUSTED)).isEqualTo(2L * train);
      for (Packet packet : places) {
        receiver.pool.release(Objects.requireNonNull(packet));
      }
    }
  }

  /** Sends messages that are trains of datagrams of one byte; false where Linux refuses them. */
  private static boolean sendTrains(SocketFixture receiver, int train, int count)
      throws IOException {
    InetSocketAddress any = new InetSocketAddress(receiver.address(0).getAddress(), 0);
    try (Arena arena = Arena.ofConfined()) {
      int sender = LinuxSockets.open(Libc.newErrorState(arena), Libc.SOCK_DGRAM, any);
      MessageHeaders headers = new MessageHeaders(arena, count);
      long bytes = arena.allocate(train).address();
      for (int i = 0; i < count; i++) {
        headers.setBuffer(i, bytes, train);
        headers.setSegmentSize(i, 1);
        headers.setDestination(i, SocketFixture.pathTo(0, receiver.address(0)), 0);
      }
      int sent = Libc.sendmmsg(sender, headers.address(0), count, 0);
      Libc.close(sender);
      return sent == count;
    }
  }

  @Test
  void shouldUseRoomAgainThatWasReservedButNotCommitted() throws IOException {
    try (SocketFixture fixture = new SocketFixture(kind, PACKETS, "127.0.0.1");
        DatagramSocket client = client()) {
      SendBatch batch = fixture.sockets.sendBatch();
      assertThat(batch.reserve(100)).isEqualTo(batch.reserve(SendBatch.SLOT_BYTES));
      assertThatThrownBy(() -> batch.reserve(SendBatch.SLOT_BYTES + 1))
          .isInstanceOf(IllegalArgumentException.class);

      fixture.send("only this", pathTo(0, client));
      batch.flush();
      batch.flush();
      assertThat(receive(client)).isEqualTo("only this");
      assertThat(fixture.counters.get(PacketCounter.SENT)).isEqualTo(1);
    }
  }

  @Test
  void shouldRefuseAnAddressThatIsTaken() throws IOException {
    try (SocketFixture fixture = new SocketFixture(kind, PACKETS, "127.0.0.1");
        Arena arena = Arena.ofShared()) {
      PacketPool pool = new PacketPool(arena, PACKETS);
      PacketCounters counters = new PacketCounters();
      List<InetSocketAddress> taken = List.of(fixture.address(0));
      assertThatThrownBy(() -> WorkerSockets.open(kind, true, taken, arena, pool, counters))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot bind UDP");
    }
  }

  private static DatagramSocket client() throws IOException {
    return client("127.0.0.1");
  }

  private static DatagramSocket client(String address) throws IOException {
    DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(address));
    socket.setSoTimeout(60_000);
    return socket;
  }

  private static NetworkPath pathTo(int socket, DatagramSocket client) {
    InetAddress address = client.getLocalAddress();
    return SocketFixture.pathTo(socket, new InetSocketAddress(address, client.getLocalPort()));
  }

  private static void send(DatagramSocket client, String text, InetSocketAddress to)
      throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    client.send(new DatagramPacket(bytes, bytes.length, to));
  }

  private static String receive(DatagramSocket client) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[Packet.CAPACITY], Packet.CAPACITY);
    client.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), UTF_8);
  }

  private static InetSocketAddress receiveFrom(DatagramSocket client) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[Packet.CAPACITY], Packet.CAPACITY);
    client.receive(packet);
    return (InetSocketAddress) packet.getSocketAddress();
  }
}
