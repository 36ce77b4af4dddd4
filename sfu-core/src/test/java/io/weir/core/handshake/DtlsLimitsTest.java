package io.weir.core.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.dtls.DtlsEngine;
import io.weir.core.dtls.DtlsState;
import io.weir.core.testkit.DtlsTestClient;
import io.weir.core.testkit.DtlsTestLink;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Time, threads and queues that handshakes may take. */
class DtlsLimitsTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** The first handshake of a JVM takes long enough to be mistaken for one that hangs. */
  @BeforeAll
  static void warmUp() {
    try (BouncyCastleDtlsFactory factory = new BouncyCastleDtlsFactory(HandshakeLimits.DEFAULT)) {
      factory.warmUp();
    }
  }

  @Test
  void shouldFailWhenTheHandshakeTakesTooLong() throws Exception {
    HandshakeLimits limits = new HandshakeLimits(Duration.ofMillis(300), 4, 4, 8);
    try (BouncyCastleDtlsFactory factory = new BouncyCastleDtlsFactory(limits)) {
      Semaphore news = new Semaphore(0);
      DtlsEngine engine = factory.open(List.of(), news::release);

      assertThat(begin(engine)).isTrue();

      assertThat(news.tryAcquire(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(engine.state()).isEqualTo(DtlsState.FAILED);
      assertThat(engine.failure()).isEqualTo("The DTLS handshake took longer than 0.3 s");
    }
  }

  @Test
  void shouldLetExcessHandshakesWaitAndRefuseTheRest() throws Exception {
    HandshakeLimits limits = new HandshakeLimits(LIMIT, 2, 3, 8);
    try (BouncyCastleDtlsFactory factory = new BouncyCastleDtlsFactory(limits)) {
      List<DtlsEngine> engines = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        engines.add(factory.open(List.of(), () -> {}));
        begin(engines.getLast());
      }

      assertThat(factory.handshakesUnderWay()).isLessThanOrEqualTo(2); // Threads may just start.
      assertThat(factory.handshakesWaiting()).isEqualTo(3);
      assertThat(engines.get(4).state()).isEqualTo(DtlsState.HANDSHAKING);
      assertThat(engines.get(5).state()).isEqualTo(DtlsState.FAILED);
      assertThat(engines.get(5).failure()).isEqualTo("Too many DTLS handshakes are under way");

      DtlsTestClient client = new DtlsTestClient();
      DtlsTestLink link = new DtlsTestLink(factory, client.fingerprint());
      engines.forEach(DtlsEngine::close); // Closing frees the threads, which see it in their turn.
      long deadlineNs = System.nanoTime() + LIMIT.toNanos();
      while (factory.handshakesWaiting() > 0 && System.nanoTime() - deadlineNs < 0) {
        Thread.onSpinWait();
      }
      client.connect(link);
      assertThat(link.awaitState(DtlsState.CONNECTED, LIMIT)).isTrue();
    }
  }

  @Test
  void shouldBoundTheDatagramsThatWait() {
    HandshakeLimits limits = new HandshakeLimits(LIMIT, 1, 4, 8);
    try (BouncyCastleDtlsFactory factory = new BouncyCastleDtlsFactory(limits)) {
      begin(factory.open(List.of(), () -> {})); // Holds the only thread.
      DtlsEngine waiting = factory.open(List.of(), () -> {});

      for (int i = 0; i < 8; i++) {
        assertThat(begin(waiting)).isTrue();
      }
      assertThat(begin(waiting)).isFalse();
    }
  }

  @Test
  void shouldNeedNoThreadForAnEstablishedAssociation() throws Exception {
    int associations = 300;
    HandshakeLimits limits = new HandshakeLimits(LIMIT, 4, 16, 32);
    try (BouncyCastleDtlsFactory factory = new BouncyCastleDtlsFactory(limits)) {
      int threadsBefore = ManagementFactory.getThreadMXBean().getThreadCount();
      List<DtlsTestLink> links = new ArrayList<>();
      List<DtlsTestClient.Connection> connections = new ArrayList<>();
      for (int i = 0; i < associations; i++) {
        DtlsTestClient client = new DtlsTestClient();
        links.add(new DtlsTestLink(factory, client.fingerprint()));
        connections.add(client.connect(links.getLast()));
      }
      assertThat(ManagementFactory.getThreadMXBean().getThreadCount())
          .isLessThanOrEqualTo(threadsBefore + limits.concurrent() + 1);

      for (DtlsTestClient.Connection connection : connections) {
        connection.close();
      }
      for (DtlsTestLink link : links) {
        assertThat(link.awaitState(DtlsState.CLOSED, LIMIT)).isTrue();
      }
    }
  }

  /** The least that a handshake begins with: a datagram that may be the start of something. */
  private static boolean begin(DtlsEngine engine) {
    return engine.handlePacket(MemorySegment.ofArray(new byte[] {22, 0}), 0, 2, 0);
  }
}
