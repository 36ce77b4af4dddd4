package io.weir.core.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SequenceTest {
  @Test
  void shouldCompareByTheShorterWayAround() {
    assertThat(SequenceNumbers.distance(65535, 0)).isEqualTo(1);
    assertThat(SequenceNumbers.distance(0, 65535)).isEqualTo(-1);
    assertThat(SequenceNumbers.isNewer(3, 65530)).isTrue();
    assertThat(SequenceNumbers.isNewer(7, 7)).isFalse();
    assertThat(SequenceNumbers.add(65535, 2)).isEqualTo(1);
    assertThat(SequenceNumbers.add(0, -1)).isEqualTo(65535);
  }

  @Test
  void shouldBeginOneCycleUpSoThatOlderNumbersStayPositive() {
    SequenceUnwrapper unwrapper = new SequenceUnwrapper();

    assertThat(unwrapper.unwrap(0)).isEqualTo(65536);
    assertThat(unwrapper.unwrap(65535)).isEqualTo(65535);
    assertThat(unwrapper.highest()).isEqualTo(65536);
  }

  @Test
  void shouldFollowASequenceThroughManyWraps() {
    SequenceUnwrapper unwrapper = new SequenceUnwrapper();
    Random random = new Random(1);
    long truth = 65536 + 1234;
    unwrapper.unwrap(1234);
    for (int i = 0; i < 100_000; i++) {
      truth += random.nextInt(200);
      long reordered = Math.max(65536 + 1234, truth - random.nextInt(100));
      assertThat(unwrapper.unwrap((int) truth & 0xFFFF)).isEqualTo(truth);
      assertThat(unwrapper.unwrap((int) reordered & 0xFFFF)).isEqualTo(reordered);
    }
  }

  @Test
  void shouldNotRememberWhatItOnlyPeeks() {
    SequenceUnwrapper unwrapper = new SequenceUnwrapper();
    unwrapper.unwrap(10);

    assertThat(unwrapper.peek(500)).isEqualTo(65536 + 500);
    assertThat(unwrapper.highest()).isEqualTo(65536 + 10);
  }

  @Test
  void shouldRestartAboveEverythingBefore() {
    SequenceUnwrapper unwrapper = new SequenceUnwrapper();
    long before = unwrapper.unwrap(65000);

    long after = unwrapper.restart(5);

    assertThat(after).isGreaterThan(before + 65536);
    assertThat((int) after & 0xFFFF).isEqualTo(5);
    assertThat(unwrapper.unwrap(6)).isEqualTo(after + 1);
  }

  @Test
  void shouldUnwrapTimestamps() {
    TimestampUnwrapper unwrapper = new TimestampUnwrapper();
    long first = unwrapper.unwrap(0xFFFF_FFF0L);

    assertThat(first).isEqualTo((1L << 32) + 0xFFFF_FFF0L);
    assertThat(unwrapper.peek(0x10)).isEqualTo(first + 0x20);
    assertThat(unwrapper.unwrap(0x10)).isEqualTo(first + 0x20);
    assertThat(unwrapper.unwrap(0xFFFF_FFF1L)).isEqualTo(first + 1);
  }

  @Test
  void shouldConvertNtpTimeBothWays() {
    assertThat(NtpTime.fromNs(1_500_000_000L)).isEqualTo(0x0000_0001_8000_0000L);
    assertThat(NtpTime.toNs(0x0000_0001_8000_0000L)).isEqualTo(1_500_000_000L);
    Random random = new Random(2);
    for (int i = 0; i < 1000; i++) {
      long ns = random.nextLong(1L << 62) % (4_294_967_296L * 1_000_000_000L);
      assertThat(NtpTime.toNs(NtpTime.fromNs(ns))).isBetween(ns - 1, ns);
    }
  }

  @Test
  void shouldReckonTheExampleOfRfc3550() {
    // RFC 3550 §6.4.1, figure 2.
    int now = 0xb710_8000;
    int lastReport = 0xb705_2000;
    int delay = 0x0005_4000;

    assertThat(NtpTime.roundTripNs(now, lastReport, delay)).isEqualTo(6_125_000_000L);
    assertThat(NtpTime.compact(0xb44d_b705_2000_0000L)).isEqualTo(lastReport);
    assertThat(NtpTime.compactDuration(5_250_000_000L)).isEqualTo(delay);
  }

  @Test
  void shouldNotReckonRoundTripWithoutASenderReport() {
    assertThat(NtpTime.roundTripNs(0x10000, 0, 0)).isEqualTo(-1);
    assertThat(NtpTime.roundTripNs(0x10000, 0x20000, 0)).isEqualTo(-1);
  }
}
