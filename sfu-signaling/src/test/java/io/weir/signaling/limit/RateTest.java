package io.weir.signaling.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Rates hold whatever the pattern of arrivals. */
class RateTest {

  private static final long MS = 1_000_000L;

  @Property(tries = 300)
  void shouldNeverGiveMoreThanTheRateAndFiveSecondsOfBurst(
      @ForAll @IntRange(min = 1, max = 200) int perSecond,
      @ForAll @Size(max = 500) List<@IntRange(min = 0, max = 300) Integer> gapsMs,
      @ForAll long startNs) {
    Rate rate = new Rate(perSecond, startNs);
    long now = startNs;
    int taken = 0;
    for (int gap : gapsMs) {
      now += gap * MS;
      taken += rate.take(now) ? 1 : 0;
    }
    assertThat((double) taken).isLessThanOrEqualTo(perSecond * (5 + (now - startNs) / 1e9) + 1);
  }

  @Test
  void shouldAlwaysGiveWhatStaysBelowTheRate() {
    Rate rate = new Rate(10, 0);
    for (int i = 0; i < 1_000; i++) {
      assertThat(rate.take(100L * i * MS)).isTrue();
    }
  }

  @Test
  void shouldCountAddressesEachForItself() {
    AddressRates rates = new AddressRates(1);
    for (int i = 0; i < 5; i++) {
      assertThat(rates.take("a", 0)).isTrue();
    }
    assertThat(rates.take("a", 0)).isFalse();
    assertThat(rates.take("b", 0)).isTrue();
    assertThat(rates.take("a", 1_000 * MS)).isTrue();
  }
}
