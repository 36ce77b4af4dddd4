package io.weir.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EncodingMeterTest {
  private static final long START = 1_000_000_000_000L;
  private static final long QUARTER = 250_000_000L;

  private final EncodingMeter meter = new EncodingMeter();
  private long nowNs = START;
  private int frame;

  private void sendForAQuarter(int temporalLayer, int bytes) {
    meter.onPacket(temporalLayer, false, frame++, bytes);
    nowNs += QUARTER;
    meter.sample(nowNs);
  }

  @Test
  void shouldMeasureTheLastSecondUpToEachTemporalLayer() {
    meter.sample(nowNs);
    for (int i = 0; i < 8; i++) {
      meter.onPacket(0, false, frame++, 1_000);
      meter.onPacket(2, false, frame++, 500);
      sendForAQuarter(1, 250);
    }
    assertThat(meter.bitsPerSecond(0)).isEqualTo(32_000);
    assertThat(meter.bitsPerSecond(1)).isEqualTo(40_000);
    assertThat(meter.bitsPerSecond(2)).isEqualTo(56_000);
    assertThat(meter.bitsPerSecond(7)).isEqualTo(56_000);
  }

  @Test
  void shouldForgetWhatIsLongerAgo() {
    meter.sample(nowNs);
    for (int i = 0; i < 4; i++) {
      sendForAQuarter(0, 1_000);
    }
    for (int i = 0; i < 2; i++) {
      sendForAQuarter(0, 0);
    }
    assertThat(meter.bitsPerSecond(0)).isEqualTo(16_000);
    for (int i = 0; i < 2; i++) {
      sendForAQuarter(0, 0);
    }
    assertThat(meter.bitsPerSecond(0)).isZero();
  }

  @Test
  void shouldCountAKeyFrameAmongOthersAsOneOfThem() {
    meter.sample(nowNs);
    meter.onPacket(0, true, 77, 5_000);
    meter.onPacket(0, false, 77, 5_000);
    for (int i = 0; i < 4; i++) {
      sendForAQuarter(0, 4_000);
    }
    assertThat(meter.bitsPerSecond(0)).isEqualTo(8 * (16_000 + 1_000));
  }

  @Test
  void shouldCountWholeKeyFramesWhereThereIsNothingElse() {
    meter.sample(nowNs);
    for (int i = 0; i < 4; i++) {
      meter.onPacket(0, true, i, 4_000);
      sendForAQuarter(0, 0);
    }
    assertThat(meter.bitsPerSecond(0)).isEqualTo(8 * 16_000);
  }

  @Test
  void shouldKnowARateAfterAQuarterOfASecond() {
    meter.sample(nowNs);
    sendForAQuarter(0, 1_000);
    assertThat(meter.bitsPerSecond(0)).isEqualTo(32_000);
  }
}
