package io.weir.core.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.control.DtlsFingerprint;
import io.weir.core.dtls.DtlsEngine;
import io.weir.core.dtls.DtlsState;
import io.weir.core.srtp.SrtpKeys;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client side of an association against the server side, over a link that loses datagrams. */
class DtlsClientTest {
  private static final BouncyCastleDtlsFactory FACTORY =
      new BouncyCastleDtlsFactory(HandshakeLimits.DEFAULT);
  private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(60);

  private final BlockingQueue<Boolean> news = new LinkedBlockingQueue<>();
  private final List<DtlsEngine> engines = new ArrayList<>();
  private Random random = new Random(0);
  private double loss;

  @AfterEach
  void closeEngines() {
    engines.forEach(DtlsEngine::close);
  }

  @AfterAll
  static void closeFactory() {
    FACTORY.close();
  }

  @Test
  void shouldAgreeOnTheKeysOfTheServer() throws Exception {
    DtlsEngine server = server();
    DtlsEngine client = client(FACTORY.localFingerprint());

    exchangeUntil(server, client, () -> isConnected(server) && isConnected(client));

    assertSameKeys(server, client);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void shouldConnectOverANetworkThatLosesAFifth(long seed) throws Exception {
    random = new Random(seed);
    loss = 0.2;
    DtlsEngine server = server();
    DtlsEngine client = client(FACTORY.localFingerprint());

    exchangeUntil(server, client, () -> isConnected(server) && isConnected(client));

    assertSameKeys(server, client);
  }

  @Test
  void shouldRefuseAServerWithAnotherFingerprint() throws Exception {
    DtlsEngine server = server();
    DtlsEngine client = client(new DtlsFingerprint("sha-256", "00:11:22"));

    exchangeUntil(
        server,
        client,
        () -> client.state() == DtlsState.FAILED && server.state() == DtlsState.FAILED);

    assertThat(client.failure())
        .isEqualTo("The server's certificate does not match the fingerprint that it signaled");
    assertThat(server.failure()).contains("bad_certificate");
  }

  @Test
  void shouldNoticeThatTheServerSaysGoodbye() throws Exception {
    DtlsEngine server = server();
    DtlsEngine client = client(FACTORY.localFingerprint());
    exchangeUntil(server, client, () -> isConnected(server) && isConnected(client));

    server.close();

    exchangeUntil(server, client, () -> client.state() == DtlsState.CLOSED);
  }

  private DtlsEngine server() {
    return remember(FACTORY.open(List.of(FACTORY.localFingerprint()), () -> news.add(true)));
  }

  private DtlsEngine client(DtlsFingerprint expected) {
    return remember(FACTORY.openClient(List.of(expected), () -> news.add(true)));
  }

  private DtlsEngine remember(DtlsEngine engine) {
    engines.add(engine);
    return engine;
  }

  private void exchangeUntil(DtlsEngine one, DtlsEngine other, BooleanSupplier done)
      throws InterruptedException {
    long start = System.nanoTime();
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime() - start)
          .as("%s %s, %s %s", one.state(), one.failure(), other.state(), other.failure())
          .isLessThan(LIMIT_NS);
      one.poll((segment, offset, length) -> deliver(other, segment, offset, length));
      other.poll((segment, offset, length) -> deliver(one, segment, offset, length));
      Boolean ignored = news.poll(10, TimeUnit.MILLISECONDS);
    }
  }

  private void deliver(DtlsEngine to, MemorySegment segment, long offset, int length) {
    if (random.nextDouble() >= loss) {
      byte[] copy = segment.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
      boolean ignored = to.handlePacket(MemorySegment.ofArray(copy), 0, length, 0);
    }
  }

  private static boolean isConnected(DtlsEngine engine) {
    return engine.state() == DtlsState.CONNECTED;
  }

  private static void assertSameKeys(DtlsEngine server, DtlsEngine client) {
    SrtpKeys ours = Objects.requireNonNull(server.keys());
    SrtpKeys theirs = Objects.requireNonNull(client.keys());
    assertThat(theirs.profile()).isEqualTo(ours.profile());
    assertThat(theirs.localKey()).isEqualTo(ours.remoteKey());
    assertThat(theirs.remoteKey()).isEqualTo(ours.localKey());
    assertThat(theirs.localSalt()).isEqualTo(ours.remoteSalt());
    assertThat(theirs.remoteSalt()).isEqualTo(ours.localSalt());
  }
}
