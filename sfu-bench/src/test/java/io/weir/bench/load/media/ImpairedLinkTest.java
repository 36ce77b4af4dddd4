package io.weir.bench.load.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A bad network in virtual time. */
class ImpairedLinkTest {
  private static final long MILLI = 1_000_000;
  private static final int LENGTH = 1_000;
  private final MemorySegment memory = MemorySegment.ofArray(new byte[2_048]);
  private final List<Integer> names = new ArrayList<>();
  private final List<Long> times = new ArrayList<>();

  @Test
  void shouldLoseItsShare() {
    ImpairedLink link = new ImpairedLink(new Impairment(0.1, 0, 0, 0, 0), 1);
    for (int i = 0; i < 20_000; i++) {
      offer(link, i, 0);
    }
    drain(link, 0);
    assertThat(names.size() / 20_000.0).isCloseTo(0.9, within(0.01));
  }

  @Test
  void shouldDelayEachDatagramAndKeepTheirOrder() {
    ImpairedLink link = new ImpairedLink(new Impairment(0, 30, 20, 0, 0), 2);
    for (int i = 0; i < 100; i++) {
      offer(link, i, i * MILLI);
    }
    while (link.nextDeadlineNs() != TimerHeap.NEVER) {
      drain(link, link.nextDeadlineNs());
    }
    for (int i = 0; i < 100; i++) {
      assertThat(names.get(i)).isEqualTo(i);
      assertThat(times.get(i) - i * MILLI).isBetween(30 * MILLI, 50 * MILLI);
    }
  }

  @Test
  void shouldLetNoMoreThroughThanItsRate() {
    // 1 Mbit/s carries a datagram of 1,000 bytes in 8 ms; six wait in 50 ms.
    ImpairedLink link = new ImpairedLink(new Impairment(0, 0, 0, 1_000_000, 50), 3);
    for (int i = 0; i < 20; i++) {
      offer(link, i, 0);
    }
    while (link.nextDeadlineNs() != TimerHeap.NEVER) {
      drain(link, link.nextDeadlineNs());
    }
    assertThat(names).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(times).startsWith(8 * MILLI, 16 * MILLI).endsWith(56 * MILLI);
  }

  private void offer(ImpairedLink link, int name, long nowNs) {
    link.offer(memory, 0, LENGTH, 0, 0, name, nowNs);
  }

  private void drain(ImpairedLink link, long nowNs) {
    link.handleTimeout(
        nowNs,
        (segment, offset, length, high, low, port, atNs) -> {
          assertThat(length).isEqualTo(LENGTH);
          names.add(port);
          times.add(atNs);
        });
  }
}
