package io.weir.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Queues between two threads. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QueueTest {
  private static final int ROUNDS = 100_000;

  @Test
  void shouldRefuseWhatDoesNotFit() {
    SpscQueue<String> queue = new SpscQueue<>(2);
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.offer("a")).isTrue();
    assertThat(queue.offer("b")).isTrue();
    assertThat(queue.offer("c")).isFalse();
    assertThat(queue.isEmpty()).isFalse();
    assertThat(queue.poll()).isEqualTo("a");
    assertThat(queue.offer("d")).isTrue();
    assertThat(queue.poll()).isEqualTo("b");
    assertThat(queue.poll()).isEqualTo("d");
    assertThat(queue.poll()).isNull();
  }

  @Test
  void shouldHaveRoomForAtLeastWhatWasAsked() {
    for (int asked = 1; asked < 70; asked++) {
      SpscQueue<Integer> queue = new SpscQueue<>(asked);
      for (int i = 0; i < asked; i++) {
        assertThat(queue.offer(i)).isTrue();
      }
    }
  }

  @Test
  void shouldKeepOrderBetweenTwoThreads() throws InterruptedException {
    SpscQueue<Integer> queue = new SpscQueue<>(128);
    Thread producer =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; i < ROUNDS; i++) {
                while (!queue.offer(i)) {
                  LockSupport.parkNanos(1);
                }
              }
            });
    for (int expected = 0; expected < ROUNDS; ) {
      Integer element = queue.poll();
      if (element == null) {
        LockSupport.parkNanos(1);
      } else {
        assertSame(expected++, element);
      }
    }
    producer.join();
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void shouldHandPacketsOverAndTakeThemHome() throws InterruptedException {
    try (Arena arena = Arena.ofShared()) {
      PacketPool pool = new PacketPool(arena, 64);
      PacketQueue<Long> forward = new PacketQueue<>(16);
      SpscQueue<Packet> home = new SpscQueue<>(pool.capacity());
      Thread other =
          Thread.ofPlatform()
              .start(() -> {
                int[] seen = {0};
                while (seen[0] < ROUNDS) {
                  forward.drain(
                      (number, nullable) -> {
                        Packet packet = Objects.requireNonNull(nullable);
                        assertSame(number, packet.timestamp);
                        assertSame(seen[0]++, packet.timestamp);
                        assertThat(home.offer(packet)).isTrue();
                      },
                      8);
                }
              });
      for (long i = 0; i < ROUNDS; ) {
        Packet packet = pool.acquire();
        if (packet == null) {
          LockSupport.parkNanos(1);
        } else {
          packet.timestamp = i;
          if (forward.offer(i, packet)) {
            i++;
          } else {
            pool.release(packet);
          }
        }
        takeHome(home, pool);
      }
      other.join();
      takeHome(home, pool);
      assertThat(pool.available()).isEqualTo(pool.capacity());
    }
  }

  @Test
  void shouldDrainNoMoreThanItsLimit() {
    try (Arena arena = Arena.ofConfined()) {
      PacketPool pool = new PacketPool(arena, 8);
      PacketQueue<Integer> queue = new PacketQueue<>(8);
      for (int i = 0; i < 5; i++) {
        queue.offer(i, Objects.requireNonNull(pool.acquire()));
      }
      List<Integer> targets = new ArrayList<>();
      assertThat(queue.drain((target, packet) -> targets.add(target), 3)).isEqualTo(3);
      assertThat(queue.drain((target, packet) -> targets.add(target), 3)).isEqualTo(2);
      assertThat(queue.drain((target, packet) -> targets.add(target), 3)).isZero();
      assertThat(targets).containsExactly(0, 1, 2, 3, 4);
    }
  }

  private static void takeHome(SpscQueue<Packet> home, PacketPool pool) {
    for (Packet packet = home.poll(); packet != null; packet = home.poll()) {
      pool.release(packet);
    }
  }

  private static void assertSame(long expected, long actual) {
    if (expected != actual) {
      throw new AssertionError("expected " + expected + " but was " + actual);
    }
  }
}
