package io.weir.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Both kinds of pollers. */
@ParameterizedClass
@EnumSource(IoKind.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PollerTest {
  private static final long FOR_EVER = Long.MAX_VALUE;

  @Parameter IoKind kind = IoKind.CHANNEL;

  @BeforeEach
  void skipWhatThisMachineLacks() {
    assumeTrue(kind != IoKind.LINUX || Libc.isSupported());
  }

  @Test
  void shouldReturnAtOnceWhenWokenBefore() throws IOException {
    try (SocketFixture fixture = fixture()) {
      fixture.sockets.wakeUp();
      fixture.sockets.wakeUp();
      fixture.sockets.await(FOR_EVER);
      assertThat(fixture.sockets.isReadable(0)).isFalse();
    }
  }

  @Test
  void shouldWaitForTheTimeout() throws IOException {
    try (SocketFixture fixture = fixture()) {
      long wait = TimeUnit.MILLISECONDS.toNanos(20);
      long start = System.nanoTime();
      fixture.sockets.await(wait);
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(wait);
      assertThat(fixture.sockets.isReadable(0)).isFalse();
    }
  }

  @Test
  void shouldNotWaitWhenTheDeadlineIsPast() throws IOException {
    try (SocketFixture fixture = fixture()) {
      fixture.sockets.await(0);
      fixture.sockets.await(-5);
      fixture.sockets.await(Long.MIN_VALUE);
      assertThat(fixture.sockets.isReadable(0)).isFalse();
    }
  }

  @Test
  void shouldReturnWhenASocketIsReadable() throws IOException {
    try (SocketFixture fixture = new SocketFixture(kind, 64, "127.0.0.1", "127.0.0.1")) {
      fixture.send("to myself", SocketFixture.pathTo(0, fixture.address(1)));
      fixture.sockets.sendBatch().flush();
      fixture.sockets.await(FOR_EVER);
      assertThat(fixture.sockets.isReadable(0)).isFalse();
      assertThat(fixture.sockets.isReadable(1)).isTrue();
      fixture.receive(1).forEach(fixture.pool::release);
    }
  }

  @Test
  void shouldNeverLoseAWakeUp() throws Exception {
    int rounds = 20_000;
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger answered = new AtomicInteger();
    try (SocketFixture fixture = fixture()) {
      Thread waker =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 1; i <= rounds; i++) {
                  asked.set(i);
                  fixture.sockets.wakeUp();
                  while (answered.get() < i) {
                    Thread.onSpinWait();
                  }
                }
              });
      while (answered.get() < rounds) {
        fixture.sockets.await(FOR_EVER);
        answered.set(asked.get());
      }
      waker.join();
    }
    assertThat(answered).hasValue(rounds);
  }

  @Test
  void shouldIgnoreWakeUpsAfterItWasClosed() throws IOException {
    SocketFixture fixture = fixture();
    fixture.close();
    fixture.sockets.wakeUp();
  }

  private SocketFixture fixture() throws IOException {
    return new SocketFixture(kind, 64, "127.0.0.1");
  }
}
