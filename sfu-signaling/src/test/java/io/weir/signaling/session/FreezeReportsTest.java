package io.weir.signaling.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreezeReportsTest {

  @Test
  void shouldTellHowMuchWasNew() {
    FreezeReports reports = new FreezeReports(1_000);

    assertThat(reports.of("5")).isNull();
    assertThat(reports.add("5", new Freezes(1, 300), 60_000)).isEqualTo(new Freezes(1, 300));
    assertThat(reports.add("5", new Freezes(3, 900), 61_000)).isEqualTo(new Freezes(2, 600));
    assertThat(reports.add("5", new Freezes(3, 900), 62_000)).isEqualTo(Freezes.NONE);
    assertThat(reports.of("5")).isEqualTo(new Freezes(3, 900));
    assertThat(reports.of("6")).isNull();
  }

  @Test
  void shouldGoOnCountingWhereANewConnectionBegan() {
    FreezeReports reports = new FreezeReports(1_000);
    reports.add("5", new Freezes(3, 900), 60_000);

    assertThat(reports.add("5", new Freezes(1, 200), 70_000)).isEqualTo(new Freezes(1, 200));
    assertThat(reports.of("5")).isEqualTo(new Freezes(4, 1_100));
  }

  @Test
  void shouldForgetSlotsThatAreGone() {
    FreezeReports reports = new FreezeReports(1_000);
    reports.add("5", new Freezes(3, 900), 60_000);
    reports.add("6", new Freezes(1, 200), 60_000);
    reports.retain(Set.of("6", "7"));

    assertThat(reports.of("5")).isNull();
    assertThat(reports.of("6")).isEqualTo(new Freezes(1, 200));
  }

  @Test
  void shouldBelieveNoMoreThanCanHaveHappenedWhateverIsTold() {
    Random random = new Random(8);
    FreezeReports reports = new FreezeReports(0);
    long nowMs = 0;
    for (int i = 0; i < 10_000; i++) {
      nowMs += random.nextInt(500);
      long count = random.nextInt(4) == 0 ? Integer.MAX_VALUE : random.nextInt(100);
      long milliseconds = random.nextInt(4) == 0 ? (1L << 53) - 1 : random.nextInt(10_000);
      Freezes grown = reports.add("5", new Freezes(count, milliseconds), nowMs);

      assertThat(grown.count()).isNotNegative();
      assertThat(grown.milliseconds()).isNotNegative();
      Freezes believed = Objects.requireNonNull(reports.of("5"));
      assertThat(believed.milliseconds()).isLessThanOrEqualTo(nowMs + 1_000);
      assertThat(believed.count()).isLessThanOrEqualTo((nowMs + 1_000) / 150);
    }
  }
}
