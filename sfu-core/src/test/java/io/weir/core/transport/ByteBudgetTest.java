package io.weir.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.control.PublisherLimits;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {
  private static final long MS = 1_000_000L;

  @Property(tries = 300)
  void shouldNeverPassMoreThanTheRateAndOneSecondOfBurst(
      @ForAll @IntRange(min = 10_000, max = 10_000_000) int rate,
      @ForAll @Size(max = 300) List<@IntRange(min = 0, max = 200) Integer> gapsMs,
      @ForAll long startNs) {
    ByteBudget budget = new ByteBudget();
    budget.rate(rate);
    long now = startNs;
    long bytes = 0;
    for (int gap : gapsMs) {
      now += gap * MS;
      bytes += budget.take(1_200, now) ? 1_200 : 0;
    }
    double seconds = 1 + (now - startNs) / 1e9;
    assertThat(8.0 * bytes).isLessThanOrEqualTo(rate * seconds + 1);
  }

  @Test
  void shouldPassASteadyStreamBelowTheRateWhole() {
    ByteBudget budget = new ByteBudget();
    budget.rate(1_000_000);
    for (int i = 0; i < 10_000; i++) {
      assertThat(budget.take(1_200, 10L * i * MS)).isTrue(); // 960 kbit/s
    }
  }

  @Test
  void shouldPassAPacketOfMoreThanASecondsWorthWhenNothingIsOwed() {
    ByteBudget budget = new ByteBudget();
    budget.rate(8_000); // 1000 bytes per second
    assertThat(budget.take(1_500, 0)).isTrue();
    assertThat(budget.take(1_500, 1_499 * MS)).isFalse();
    assertThat(budget.take(1_500, 1_500 * MS)).isTrue();
  }

  @Test
  void shouldPassEverythingWithoutALimit() {
    ByteBudget budget = new ByteBudget();
    budget.rate(1);
    budget.rate(PublisherLimits.UNLIMITED);
    for (int i = 0; i < 1_000; i++) {
      assertThat(budget.take(1_500, 0)).isTrue();
    }
  }
}
