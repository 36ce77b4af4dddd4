package io.weir.core.counter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PacketCountersTest {

  @ParameterizedTest
  @EnumSource
  void shouldCountEachOnItsOwn(PacketCounter counter) {
    PacketCounters counters = new PacketCounters();
    counters.increment(counter);
    counters.add(counter, 41);
    for (PacketCounter other : PacketCounter.values()) {
      assertThat(counters.get(other)).isEqualTo(other == counter ? 42 : 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldDescribeItselfInOnePhrase(PacketCounter counter) {
    assertThat(counter.description()).isNotBlank().doesNotEndWith(".");
  }

  @Test
  void shouldShowOtherThreadsWhatWasCounted() throws InterruptedException {
    PacketCounters counters = new PacketCounters();
    Thread worker =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; i < 100_000; i++) {
                counters.increment(PacketCounter.RECEIVED);
              }
            });
    long last = 0;
    while (last < 100_000) {
      long now = counters.get(PacketCounter.RECEIVED);
      assertThat(now).isGreaterThanOrEqualTo(last);
      last = now;
    }
    worker.join();
  }
}
