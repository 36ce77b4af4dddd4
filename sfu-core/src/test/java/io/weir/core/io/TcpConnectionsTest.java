package io.weir.core.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import io.weir.core.counter.PacketCounter;
import io.weir.core.testkit.TcpClientSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** TCP of both kinds over the real loopback interface, on a clock of the test's own. */
@ParameterizedClass
@EnumSource(IoKind.class)
class TcpConnectionsTest implements TcpHandler {
  private static final int PACKETS = 256;
  private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(60);
  private static final long WAIT_NS = TimeUnit.MILLISECONDS.toNanos(20);

  @Parameter IoKind kind = IoKind.CHANNEL;

  private final List<String> frames = new ArrayList<>();
  private final List<NetworkPath> paths = new ArrayList<>();
  private final List<NetworkPath> lost = new ArrayList<>();
  private final List<TcpClientSocket> clients = new ArrayList<>();
  private SocketFixture fixture;
  private long nowNs = Long.MAX_VALUE - LIMIT_NS;

  @BeforeEach
  void open() throws IOException {
    assumeTrue(kind != IoKind.LINUX || Libc.isSupported());
    fixture = new SocketFixture(kind, PACKETS, "127.0.0.1", "127.0.0.2");
  }

  @AfterEach
  void close() {
    clients.forEach(TcpClientSocket::close);
    if (fixture != null) {
      fixture.close();
    }
  }

  @Test
  void shouldCarryFramesBothWays() throws IOException {
    TcpClientSocket client = connect(1);
    send(client, "ping");
    send(client, "and again");
    turnUntil(() -> frames.size() == 2);
    assertThat(frames).containsExactly("ping", "and again");
    assertThat(paths.getFirst()).isEqualTo(paths.getLast());
    assertThat(paths.getFirst().isTcp()).isTrue();
    assertThat(paths.getFirst().port()).isEqualTo(client.localAddress().getPort());

    fixture.send("pong", paths.getFirst());
    fixture.send("x".repeat(1_500), paths.getFirst());
    assertThat(receive(client)).isEqualTo("pong");
    assertThat(receive(client)).hasSize(1_500);
    assertThat(fixture.counters.get(PacketCounter.SENT)).isEqualTo(2);
    assertThat(fixture.counters.get(PacketCounter.TCP_ACCEPTED)).isEqualTo(1);
  }

  @Test
  void shouldSendDatagramsBeforeAndAfterFramesOfTheSameBatch() throws IOException {
    TcpClientSocket client = connect(0);
    send(client, "hello");
    turnUntil(() -> frames.size() == 1);
    NetworkPath toMyself = SocketFixture.pathTo(0, fixture.address(1));
    fixture.send("datagram 1", toMyself);
    fixture.send("frame", paths.getFirst());
    fixture.send("datagram 2", toMyself);
    fixture.sockets.sendBatch().flush();

    assertThat(receive(client)).isEqualTo("frame");
    List<Packet> datagrams = fixture.receive(2);
    assertThat(datagrams.stream().map(SocketFixture::text))
        .containsExactly("datagram 1", "datagram 2");
    datagrams.forEach(fixture.pool::release);
  }

  @Test
  void shouldSpeakIpv6() throws IOException {
    assumeTrue(SocketFixture.hasIpv6Loopback());
    try (SocketFixture six = new SocketFixture(kind, PACKETS, "::1");
        TcpClientSocket client = new TcpClientSocket()) {
      client.connect(six.address(0));
      send(client, "ping");
      turnUntil(six, () -> frames.size() == 1);
      assertThat(paths.getFirst().isIpv4()).isFalse();
      six.send("pong", paths.getFirst());
      assertThat(receive(client)).isEqualTo("pong");
    }
  }

  @Test
  void shouldNeverTakeANewConnectionForAnOlderOneFromTheSamePort() throws IOException {
    send(connect(0), "first");
    turnUntil(() -> frames.size() == 1);
    clients.getFirst().close();
    turnUntil(() -> lost.size() == 1);
    send(connect(0), "second");
    turnUntil(() -> frames.size() == 2);

    assertThat(paths.getLast().socket()).isNotEqualTo(paths.getFirst().socket());
    fixture.send("for the first", paths.getFirst());
    assertThat(fixture.counters.get(PacketCounter.TCP_GONE)).isEqualTo(1);
    assertThat(clients.getLast().receive(50)).isNull();
  }

  @Test
  void shouldTellWhenAClientGoesAway() throws IOException {
    TcpClientSocket client = connect(0);
    send(client, "hello");
    turnUntil(() -> frames.size() == 1);
    fixture.sockets.connections().onPathTaken(paths.getFirst());
    client.close();
    turnUntil(() -> lost.size() == 1);
    assertThat(lost).containsExactly(paths.getFirst());
    assertThat(fixture.counters.get(PacketCounter.TCP_ENDED)).isEqualTo(1);
    assertThat(fixture.sockets.connections().size()).isZero();
  }

  @Test
  void shouldCloseAConnectionAtItsFirstBadFrame() throws IOException {
    TcpClientSocket client = connect(0);
    client.sendRaw("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
    turnUntil(() -> lost.size() == 1);
    client.awaitEnd();
    assertThat(fixture.counters.get(PacketCounter.TCP_BAD_FRAME)).isEqualTo(1);
    assertThat(frames).isEmpty();
  }

  @Test
  void shouldCloseConnectionsOnWhichNoCheckPassedInTime() throws IOException {
    TcpClientSocket stranger = connect(0);
    TcpClientSocket known = connect(0);
    send(stranger, "stranger");
    turnUntil(() -> frames.size() == 1);
    send(known, "known");
    turnUntil(() -> frames.size() == 2);
    fixture.sockets.connections().onPathTaken(paths.getLast());

    nowNs += TcpConnections.STRANGER_NS - 1;
    turn();
    assertThat(lost).isEmpty();
    nowNs += TimeUnit.SECONDS.toNanos(1);
    turn();
    assertThat(lost).containsExactly(paths.getFirst());
    assertThat(fixture.counters.get(PacketCounter.TCP_EXPIRED)).isEqualTo(1);
    stranger.awaitEnd();

    nowNs += 10 * TcpConnections.STRANGER_NS;
    send(known, "still here");
    turnUntil(() -> frames.size() == 3);
  }

  @Test
  void shouldCloseAConnectionWhoseSessionForgotIt() throws IOException {
    TcpClientSocket client = connect(0);
    send(client, "hello");
    turnUntil(() -> frames.size() == 1);
    fixture.sockets.connections().onPathTaken(paths.getFirst());
    fixture.sockets.connections().onPathReleased(paths.getFirst());
    client.awaitEnd();
    assertThat(lost).isEmpty();
    turn();
  }

  @Test
  void shouldRefuseStrangersBeyondTheirLimitButNotThoseWhoAreKnown() throws IOException {
    for (int i = 0; i < TcpAdmission.MAX_STRANGERS_PER_ADDRESS; i++) {
      connect(i % 2);
      turnUntil(() -> fixture.sockets.connections().size() == clients.size());
    }
    TcpClientSocket refused = connect(0);
    turnUntil(() -> fixture.counters.get(PacketCounter.TCP_REFUSED) == 1);
    refused.awaitEnd();
    assertThat(fixture.sockets.connections().size())
        .isEqualTo(TcpAdmission.MAX_STRANGERS_PER_ADDRESS);

    send(clients.getFirst(), "known");
    turnUntil(() -> frames.size() == 1);
    fixture.sockets.connections().onPathTaken(paths.getFirst());
    send(connect(0), "one more");
    turnUntil(() -> frames.size() == 2);
  }

  @Test
  void shouldDropAndCountWhatASlowClientDoesNotTakeAndKeepTheRestWhole() throws IOException {
    TcpClientSocket client = connect(0);
    send(client, "hello");
    turnUntil(() -> frames.size() == 1);
    int sent = 0;
    while (fixture.counters.get(PacketCounter.TCP_BUFFER_FULL) < 10) {
      fixture.send(number(sent++), paths.getFirst());
    }
    long dropped = fixture.counters.get(PacketCounter.TCP_BUFFER_FULL);

    int kept = sent - (int) dropped;
    List<String> received = new ArrayList<>();
    turnUntil(() -> {
      received.addAll(framesThatCame(client));
      return received.size() >= kept;
    });
    assertThat(received).hasSize(kept).isSorted();
    assertThat(received.getFirst()).isEqualTo(number(0));

    fixture.send("afterwards", paths.getFirst());
    assertThat(receive(client)).isEqualTo("afterwards");
  }

  @Test
  void shouldSurviveAClientThatResetsWhileItIsSentTo() throws IOException {
    TcpClientSocket client = connect(0);
    send(client, "hello");
    turnUntil(() -> frames.size() == 1);
    fixture.send("never read, so that closing resets", paths.getFirst());
    client.close();
    for (int i = 0; i < 200; i++) {
      fixture.send("more", paths.getFirst());
    }
    turnUntil(() -> lost.size() == 1);
    fixture.send("too late", paths.getFirst());
    assertThat(fixture.counters.get(PacketCounter.TCP_GONE)).isPositive();
  }

  @Test
  void shouldTakeAFewFramesPerTurnButAllOfThemInTheEnd() throws IOException {
    TcpClientSocket client = connect(0);
    send(client, "hello");
    turnUntil(() -> frames.size() == 1);
    fixture.sockets.connections().onPathTaken(paths.getFirst());
    int count = 20 * TcpConnection.MAX_FRAMES + 7;
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String text = String.format("%04d", i);
      sent.add(text);
      stream.writeBytes(new byte[] {0, 5, 0});
      stream.writeBytes(text.getBytes(UTF_8));
    }
    client.sendRaw(stream.toByteArray());

    frames.clear();
    turnUntil(() -> {
      int before = frames.size();
      turn();
      assertThat(frames.size() - before).isLessThanOrEqualTo(TcpConnection.MAX_FRAMES);
      return frames.size() == count;
    });
    assertThat(frames).isEqualTo(sent);
    assertThat(fixture.sockets.connections().hasUnread()).isFalse();
  }

  @Test
  void shouldForgetWhatWaitsOfAConnectionThatIsClosed() throws IOException {
    TcpClientSocket client = connect(0);
    send(client, "hello");
    turnUntil(() -> frames.size() == 1);
    fixture.sockets.connections().onPathTaken(paths.getFirst());
    client.sendRaw(new byte[8 * TcpConnection.MAX_FRAMES]);
    turnUntil(fixture.sockets.connections()::hasUnread);
    fixture.sockets.connections().onPathReleased(paths.getFirst());
    assertThat(fixture.sockets.connections().hasUnread()).isFalse();
    client.awaitEnd();
  }

  @Test
  void shouldCloseAStrangerAtItsFirstFrameThatIsNotStun() throws IOException {
    TcpClientSocket client = connect(0);
    client.sendRaw(new byte[] {0, 2, 22, 1, 0, 2, 0, 1});
    turnUntil(() -> lost.size() == 1);
    client.awaitEnd();
    assertThat(frames).isEmpty();
    assertThat(fixture.counters.get(PacketCounter.UNKNOWN_ADDRESS)).isEqualTo(1);
  }

  @Test
  void shouldCloseAStrangerThatSendsManyFramesWithoutACheckThatPasses() throws IOException {
    TcpClientSocket client = connect(0);
    client.sendRaw(new byte[2]); // a null packet counts as well
    for (int i = 0; i < 2 * TcpConnection.STRANGER_FRAMES; i++) {
      client.sendRaw(new byte[] {0, 2, 0, 1});
    }
    turnUntil(() -> lost.size() == 1);
    client.awaitEnd();
    assertThat(frames).hasSize(TcpConnection.STRANGER_FRAMES - 1);
  }

  @Override
  public void onBeforeRead() {}

  @Override
  public void onFrame(Packet packet) {
    frames.add(SocketFixture.text(packet).substring(1));
    paths.add(packet.source());
    packet.pool().release(packet);
  }

  @Override
  public void onLost(NetworkPath path) {
    lost.add(path);
  }

  private TcpClientSocket connect(int listener) throws IOException {
    TcpClientSocket client = new TcpClientSocket();
    clients.add(client);
    client.connect(fixture.address(listener));
    return client;
  }

  private static String number(int i) {
    return String.format("%07d", i) + "x".repeat(1_200);
  }

  /** Behind a first byte as that of STUN (RFC 7983 §7), the only kind that strangers may send. */
  private static void send(TcpClientSocket client, String text) throws IOException {
    byte[] bytes = ("\0" + text).getBytes(UTF_8);
    client.send(bytes, 0, bytes.length);
  }

  private static List<String> framesThatCame(TcpClientSocket client) {
    try {
      List<String> came = new ArrayList<>();
      for (byte[] frame = client.receive(1); frame != null; frame = client.receive(1)) {
        came.add(new String(frame, UTF_8));
      }
      return came;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String receive(TcpClientSocket client) throws IOException {
    byte[] frame = client.receive(60_000);
    return frame == null ? "nothing" : new String(frame, UTF_8);
  }

  private void turn() {
    turn(WAIT_NS);
  }

  private void turn(long waitNs) {
    turn(fixture, waitNs);
  }

  private void turn(SocketFixture sockets, long waitNs) {
    sockets.sockets.await(waitNs);
    sockets.sockets.receiveTcp(this, nowNs);
    sockets.sockets.connections().handleTimeout(this, nowNs);
  }

  private void turnUntil(BooleanSupplier done) {
    turnUntil(fixture, done);
  }

  private void turnUntil(SocketFixture sockets, BooleanSupplier done) {
    long start = System.nanoTime();
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime() - start).isLessThan(LIMIT_NS);
      turn(sockets, WAIT_NS);
    }
  }
}
