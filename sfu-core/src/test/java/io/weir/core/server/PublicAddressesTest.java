package io.weir.core.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Discovery of public addresses, from STUN servers on loopback. */
class PublicAddressesTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  @Test
  void shouldAskAStunServerAndLeaveNoThreadBehind() throws IOException {
    InetAddress outside = InetAddress.ofLiteral("203.0.113.9");
    Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
    try (FakeStunServer server = new FakeStunServer(outside)) {
      assertThat(StunQuestion.ask(InetAddress.getLoopbackAddress(), server.address()))
          .containsExactly(outside);
    }
    long start = System.nanoTime();
    while (newIce4jThreads(before) > 0) {
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(30));
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  @Test
  void shouldAnnouncePublicAddressesAfterOwnOnesAndBeforeLoopback() {
    InetAddress own = InetAddress.ofLiteral("10.1.2.3");
    InetAddress outside = InetAddress.ofLiteral("203.0.113.9");
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    assertThat(
            PublicAddresses.withAnswers(
                List.of(loopback, own),
                List.of(answer(outside), answer(own), answer(outside)),
                LIMIT))
        .containsExactly(own, outside, loopback);
  }

  @Test
  void shouldGoOnWithTheBoundAddressesWhenNobodyAnswersInTime() {
    List<InetAddress> bound =
        List.of(InetAddress.ofLiteral("10.1.2.3"), InetAddress.ofLiteral("127.0.0.1"));
    assertThat(
            PublicAddresses.withAnswers(
                bound, List.of(new CompletableFuture<>()), Duration.ofMillis(50)))
        .isEqualTo(bound);
  }

  @Test
  void shouldAskNobodyWhenNoAddressIsPrivate() {
    List<InetAddress> bound =
        List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("203.0.113.9"));
    InetSocketAddress nowhere = InetSocketAddress.createUnresolved("stun.invalid", 3478);
    assertThat(PublicAddresses.discover(bound, new PublicAddresses.Sources(List.of(nowhere), true)))
        .isEqualTo(bound);
  }

  @Test
  void shouldKnowPrivateAddressesOfBothFamilies() {
    for (String address :
        List.of(
            "10.0.0.1", "172.31.0.1", "192.168.9.9", "100.64.0.1", "100.127.255.1", "fd00::1")) {
      assertThat(PublicAddresses.isPrivate(InetAddress.ofLiteral(address))).as(address).isTrue();
    }
    for (String address :
        List.of("127.0.0.1", "::1", "169.254.0.1", "100.128.0.1", "172.32.0.1", "2001:db8::1")) {
      assertThat(PublicAddresses.isPrivate(InetAddress.ofLiteral(address))).as(address).isFalse();
    }
  }

  private static CompletableFuture<List<InetAddress>> answer(InetAddress address) {
    return CompletableFuture.completedFuture(List.of(address));
  }

  private static long newIce4jThreads(Set<Thread> before) {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> !before.contains(thread.getKey()))
        .filter(thread -> thread.getKey().isAlive())
        .filter(thread -> List.of(thread.getValue()).toString().contains("org.ice4j"))
        .count();
  }
}
