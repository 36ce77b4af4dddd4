package io.weir.core.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProberTest {
  private static final long START_NS = 1_000_000_000_000L;
  private static final long SECOND = 1_000_000_000L;
  private static final long WANTED_BPS = 100_000_000;

  private final Prober prober = new Prober();

  /** Sends all that is wanted; returns how many bursts that were. */
  private int spend(long nowNs) {
    int bursts = 0;
    for (ProbeCluster burst = prober.wanted(); burst != null; burst = prober.wanted()) {
      int id = burst.id();
      while (prober.wanted() != null && burst.id() == id) {
        prober.onSent(1200, nowNs);
      }
      bursts++;
    }
    return bursts;
  }

  /** Claims again and again that all arrives; returns how many bursts followed. */
  private int claim(long nowNs) {
    int bursts = 0;
    for (int i = 0; i < 20; i++) {
      prober.onResult(80_000_000, WANTED_BPS, nowNs);
      bursts += spend(nowNs);
    }
    return bursts;
  }

  @Test
  void shouldSendNoMoreThanThreeBurstsInARowHoweverWellTheyDo() {
    prober.start(BandwidthEstimator.START_BPS, WANTED_BPS, START_NS);
    assertThat(spend(START_NS)).isEqualTo(1);
    assertThat(claim(START_NS)).isEqualTo(3);

    prober.update(50_000_000, WANTED_BPS, true, START_NS + 3 * SECOND);
    assertThat(spend(START_NS + 3 * SECOND)).isEqualTo(1);
    assertThat(claim(START_NS + 3 * SECOND)).isEqualTo(3);
  }

  @Test
  void shouldSendLongerBurstsAsLongAsTheyArriveInClumps() {
    prober.start(BandwidthEstimator.START_BPS, WANTED_BPS, START_NS);
    assertThat(prober.bytesOf(1)).isEqualTo(3_000_000 / 8 * 15 / 1000);
    spend(START_NS);

    prober.clumped(true);
    prober.update(1_000_000, WANTED_BPS, true, START_NS + 3 * SECOND);
    assertThat(prober.bytesOf(2)).isEqualTo(2_000_000 / 8 * 40 / 1000);
    spend(START_NS + 3 * SECOND);

    prober.clumped(false);
    prober.update(1_000_000, WANTED_BPS, true, START_NS + 6 * SECOND);
    assertThat(prober.bytesOf(3)).isEqualTo(2_000_000 / 8 * 15 / 1000);
  }

  @Test
  void shouldKnowTheRatesOfTheLastTwoBursts() {
    prober.start(BandwidthEstimator.START_BPS, WANTED_BPS, START_NS);
    spend(START_NS);
    prober.onResult(3 * BandwidthEstimator.START_BPS, WANTED_BPS, START_NS);

    assertThat(prober.rateOf(1)).isEqualTo(3 * BandwidthEstimator.START_BPS);
    assertThat(prober.rateOf(2)).isEqualTo(6 * BandwidthEstimator.START_BPS);
  }
}
