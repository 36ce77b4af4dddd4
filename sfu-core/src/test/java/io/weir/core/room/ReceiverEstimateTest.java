package io.weir.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.testkit.LinkDelay;
import io.weir.core.testkit.LinkRate;
import io.weir.core.testkit.NetworkSimulator.Conditions;
import io.weir.core.testkit.SimulatedClient;
import io.weir.core.testkit.SimulatedFeedback;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Viewers who tell no more than what they believe their link to carry (REMB), and what was lost,
 * over links that carry less than the camera sends, in virtual time. Such a belief is at most half
 * above what arrives, comes later than {@link NetworkControlTest transport-wide feedback}, and
 * cannot be tried by bursts: limits are wider, and nobody comes back up within seconds.
 */
class ReceiverEstimateTest {
  private static final long MS = 1_000_000L;
  private static final Conditions GOOD = Conditions.GOOD.withDelay(LinkDelay.of(20 * MS));
  private static final long SEEDS = 4;

  /**
   * A steady link and what is to be seen over it.
   *
   * @param startMs within which there must be a picture: the first belief comes half a second late
   * @param encoding at least
   * @param frames a second at least
   */
  record Steady(int kbit, long startMs, int encoding, int frames) {}

  private static final List<Steady> STEADY =
      List.of(
          new Steady(500, 2_500, 0, 25),
          new Steady(1_000, 2_500, 1, 25),
          new Steady(2_000, 1_000, 1, 14),
          new Steady(5_000, 1_000, 2, 14),
          new Steady(10_000, 1_000, 2, 14));

  static Stream<Arguments> steadyLinks() {
    return STEADY.stream()
        .flatMap(row -> LongStream.rangeClosed(1, SEEDS).mapToObj(seed -> Arguments.of(seed, row)));
  }

  private static NetworkScene scene(long seed) {
    return new NetworkScene(seed, GOOD, SimulatedFeedback.Kind.ESTIMATE);
  }

  private static Conditions rate(int kbit) {
    return GOOD.withRate(LinkRate.of(1_000L * kbit, 300 * MS));
  }

  @ParameterizedTest
  @MethodSource("steadyLinks")
  void shouldShowWhatTheClientBelievesItsLinkToCarry(long seed, Steady row) {
    NetworkScene scene = scene(seed);
    SimulatedClient viewer = scene.watchWithFeedback(rate(row.kbit()));
    scene.call().runUntil("a picture", row.startMs(), () -> viewer.slot(0).decoded() > 0);
    scene.run(10_000);
    int before = viewer.slot(0).decoded();
    assertThat(scene.see(20_000).longestPauseMs()).isLessThan(500);
    assertThat((viewer.slot(0).decoded() - before) / 20)
        .as("frames a second")
        .isGreaterThanOrEqualTo(row.frames());
    assertThat(viewer.slot(0).encoding()).isGreaterThanOrEqualTo(row.encoding());
    scene.end();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2000, 667", "2, 2000, 667", "3, 2000, 667", "4, 2000, 667",
    "1, 4000, 1000", "2, 4000, 1000", "3, 4000, 1000", "4, 4000, 1000"
  })
  void shouldFollowALinkThatBecomesNarrow(long seed, int kbit, int toKbit) {
    NetworkScene scene = scene(seed);
    SimulatedClient viewer = scene.watchWithFeedback(rate(kbit));
    scene.run(12_000 + 50 * seed);
    viewer.downlink().conditions(rate(toKbit));
    // Twenty frames must come late before the client sees a slope.
    scene.run(1_000);
    assertThat(scene.estimateBps(viewer)).isLessThan(1_100L * toKbit);
    assertThat(scene.see(9_000).longestPauseMs()).as("while it settles").isLessThan(2_000);
    assertThat(scene.see(5_000).longestPauseMs()).as("afterwards").isLessThan(500);
    scene.end();
  }
}
