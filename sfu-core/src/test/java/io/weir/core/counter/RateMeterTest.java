package io.weir.core.counter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateMeterTest {
  private static final long SECOND_NS = 1_000_000_000L;

  private final RateMeter meter = new RateMeter();

  @Test
  void shouldTellTheGrowthOfTheLastWindowOnly() {
    meter.sample(0, 5 * SECOND_NS);
    meter.sample(300, 8 * SECOND_NS);
    assertThat(meter.perSecond()).isEqualTo(100);
    meter.sample(300, 9 * SECOND_NS);
    assertThat(meter.perSecond()).isZero();
  }

  @Test
  void shouldTellNothingBeforeTheFirstWindowEnds() {
    meter.sample(300, SECOND_NS);
    assertThat(meter.perSecond()).isZero();
  }

  @Test
  void shouldSurviveTwoSamplesAtOnce() {
    meter.sample(0, SECOND_NS);
    meter.sample(1, SECOND_NS);
    assertThat(meter.perSecond()).isZero();
  }

  @Test
  void shouldTellNoRateAfterTheEnd() {
    meter.sample(0, 0);
    meter.sample(500, SECOND_NS);
    assertThat(meter.perSecond()).isPositive();
    meter.end();
    assertThat(meter.perSecond()).isZero();
    meter.sample(500, 9 * SECOND_NS);
    assertThat(meter.perSecond()).isZero();
  }
}
