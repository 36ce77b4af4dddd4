package io.weir.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.load.report.Distribution;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class SignalingLagTest {

  private static final Distribution A_SECOND = Distribution.of(500_000, 1_500_000);

  /** A hundred moments of which so many were late by 105 ms, the others by what is ordinary. */
  private static SignalingLag lag(int moments, Distribution signaling) {
    Histogram lateness = new Histogram(2);
    lateness.recordValueWithCount(800, 100L - moments);
    if (moments > 0) {
      lateness.recordValueWithCount(105_000, moments);
    }
    return new SignalingLag(lateness, signaling);
  }

  @Test
  void signalingThatIsInTimeIsNoBottleneck() {
    SignalingLag inTime = lag(0, Distribution.of(2_000));
    assertThat(inTime.sentence()).isEmpty();
    assertThat(inTime.notes()).isEmpty();
  }

  @Test
  void joinsThatTakeLongBecauseOfTheServerAreNotTheTesters() {
    // Each of four messages waits 10 ms on average: 4 % of a second.
    assertThat(lag(10, A_SECOND).sentence()).isEmpty();
    assertThat(lag(10, A_SECOND).notes()).isEmpty();
  }

  @Test
  void latenessIsNotedAndThenMakesTheResultWorthless() {
    assertThat(lag(30, A_SECOND).sentence()).isEmpty();
    assertThat(lag(30, A_SECOND).notes()).singleElement().asString().startsWith("About 12 %");
    assertThat(lag(60, A_SECOND).sentence())
        .hasValueSatisfying(sentence -> assertThat(sentence).contains("about 24 % of the time"));
    assertThat(lag(60, A_SECOND).notes()).isEmpty();
    assertThat(lag(30, Distribution.of(4_000)).sentence())
        .hasValueSatisfying(sentence -> assertThat(sentence).contains("about 100 %"));
  }

  @Test
  void whereNobodyJoinedNothingIsLate() {
    assertThat(lag(90, Distribution.empty()).sentence()).isEmpty();
  }
}
