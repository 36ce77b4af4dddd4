package io.weir.core.counter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateMeterTest {
  private static final long SECOND_NS = 1_000_000_000L;

  private final RateMeter meter = new RateMeter();

  @Test
  void shouldTellTheGrowthOfTheLastWindowOnly() {
    meter.sample(5 * SECOND_NS);
    meter.add(300);
    meter.sample(8 * SECOND_NS);
    assertThat(meter.perSecond()).isEqualTo(100);
    meter.sample(9 * SECOND_NS);
    assertThat(meter.perSecond()).isZero();
    assertThat(meter.total()).isEqualTo(300);
  }

  @Test
  void shouldTellNothingBeforeTheFirstWindowEnds() {
    meter.add(300);
    meter.sample(SECOND_NS);
    meter.add(300);
    assertThat(meter.perSecond()).isZero();
  }

  @Test
  void shouldSurviveTwoSamplesAtOnce() {
    meter.sample(SECOND_NS);
    meter.add(1);
    meter.sample(SECOND_NS);
    assertThat(meter.perSecond()).isZero();
  }

  @Test
  void shouldTellNoRateAfterTheEndButGoOnWithTheSum() {
    meter.sample(0);
    meter.add(500);
    meter.sample(SECOND_NS);
    assertThat(meter.perSecond()).isPositive();
    meter.end();
    assertThat(meter.perSecond()).isZero();
    assertThat(meter.total()).isEqualTo(500);
    meter.sample(9 * SECOND_NS);
    assertThat(meter.perSecond()).isZero();
  }
}
