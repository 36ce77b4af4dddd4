package io.weir.core.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProbeResultsTest {
  private static final long START_NS = 1_000_000_000_000L;
  private static final long MS = 1_000_000L;
  private static final int SIZE = 500;
  private static final int PACKETS = 8;

  private final ProbeResults results = new ProbeResults();

  /** A burst of packets so far apart in microseconds; what it found in the end. */
  private long burst(int cluster, long sentEveryUs, ArrivalUs arrival) {
    long found = ProbeResults.NOTHING;
    for (int i = 0; i < PACKETS; i++) {
      found =
          results.add(
              cluster,
              PACKETS * SIZE,
              START_NS + i * sentEveryUs * 1_000,
              START_NS + 20 * MS + arrival.of(i) * 1_000,
              SIZE);
    }
    return found;
  }

  private interface ArrivalUs {
    long of(int packet);
  }

  @Test
  void shouldTellBurstsThatTheLinkSlowedFromThoseThatItDidNot() {
    assertThat(burst(1, 2_000, i -> 2_000L * i)).isEqualTo(2_000_000);
    assertThat(results.isSlowed()).isFalse();
    assertThat(burst(2, 2_000, i -> 4_000L * i)).isEqualTo(950_000);
    assertThat(results.isSlowed()).isTrue();
    assertThat(results.isClumped()).isFalse();
  }

  @Test
  void shouldSeeThatABurstArrivedInClumps() {
    burst(1, 2_000, i -> i < 3 ? 0 : 20_000);
    assertThat(results.isClumped()).isTrue();
    burst(2, 2_000, i -> 2_000L * i + (i < 3 ? 0 : 500L * i));
    assertThat(results.isClumped()).isFalse();
    assertThat(burst(3, 2_000, i -> 0)).as("a single clump").isEqualTo(ProbeResults.NOTHING);
    assertThat(results.isClumped()).isTrue();
  }

  @Test
  void shouldTakeNoTrainForAClump() {
    burst(1, 0, i -> 0);
    assertThat(results.isClumped()).isFalse();
    burst(2, 400, i -> 0);
    assertThat(results.isClumped()).as("sent close to each other").isFalse();
  }
}
