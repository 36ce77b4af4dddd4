package io.weir.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LoadMeterTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long START = 70_000 * SECOND;

  private final LoadMeter meter = new LoadMeter(START);

  @Test
  void shouldTakeTheTimeBeforeTheFirstTurnForWaiting() {
    meter.endWait(START + SECOND / 4);
    meter.beginWait(START + SECOND / 2);
    meter.endWait(START + SECOND);
    assertThat(meter.busyRatio()).isEqualTo(0.25, within(1e-9));
  }

  @Test
  void shouldTellOfTheLastWholeWindow() {
    meter.endWait(START);
    assertThat(meter.busyRatio()).isZero();
    meter.beginWait(START + SECOND);
    meter.endWait(START + SECOND);
    assertThat(meter.busyRatio()).isEqualTo(1);
    meter.beginWait(START + SECOND);
    meter.endWait(START + 2 * SECOND);
    assertThat(meter.busyRatio()).isZero();
  }
}
