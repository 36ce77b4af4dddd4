package io.weir.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DurationDistributionTest {

  @Property(tries = 300)
  void shouldTellPercentilesToA32nd(
      @ForAll @Size(min = 1, max = 200) List<@LongRange(min = 0, max = 60_000_000_000L) Long> all) {
    DurationDistribution distribution = new DurationDistribution();
    all.forEach(distribution::add);

    List<Long> sorted = all.stream().sorted().toList();
    for (int percent : new int[] {1, 50, 95, 99, 100}) {
      long exact = sorted.get((int) Math.ceil(sorted.size() * percent / 100.0) - 1);
      assertThat(distribution.percentileNs(percent)).isBetween(exact, exact + exact / 32 + 1_000);
    }
    assertThat(distribution.summary().maximumNs()).isEqualTo(sorted.getLast());
    assertThat(distribution.summary().count()).isEqualTo(all.size());
  }

  @Test
  void shouldTellZeroWhenThereWasNothing() {
    assertThat(new DurationDistribution().summary())
        .isEqualTo(new DurationDistribution.Summary(0, 0, 0, 0, 0));
  }
}
