package io.weir.signaling.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.signaling.e2e.BadNetworkCall.FarBrowser;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What a viewer sees behind a bad network, in Chromium. The limits are wide, because the machine
 * may be busy; {@code deploy/bench networks} tells how close it comes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworkConditionsE2eTest {
  private static final long SLOW_MS = 20_000;

  private @Nullable BadNetworkCall started;

  @BeforeAll
  void start() {
    started = new BadNetworkCall(FarBrowser.CHROMIUM);
  }

  @AfterAll
  void stop() {
    if (started != null) {
      started.close();
    }
  }

  private NetworkTrial trial() {
    return new NetworkTrial(Objects.requireNonNull(started));
  }

  @Test
  void shouldKeepThePictureMovingThroughLossOverALongWay() {
    NetworkTrial.Steady outcome = trial().steady("delay=50ms,loss=5%", 15_000);

    assertThat(outcome.longestGapMs() - outcome.othersLongestGapMs())
        .as(outcome.summary())
        .isLessThan(2_000);
  }

  @Test
  void shouldGoOnAfterNothingCameThroughForAWhile() {
    NetworkTrial.Outage outcome = trial().outage(8_000);

    assertThat(outcome.backAfterMs()).isLessThan(20_000);
    assertThat(outcome.connections()).isOne();
  }

  @Test
  void shouldShowAtOnceWhatNobodyWatchedBefore() {
    assertThat(trial().firstLookMs()).isLessThan(15_000);
  }

  /** Of an only encoding: half of its frames, or a quarter while the estimate is still low. */
  @Test
  void shouldLeaveFramesOutWhereTheLinkCarriesNotAllOfThem() {
    String camera = "{simulcast: [{scalabilityMode: 'L1T3', maxBitrate: 800_000}]}";
    try (BadNetworkCall call = new BadNetworkCall(FarBrowser.CHROMIUM, camera)) {
      NetworkTrial.Thinned outcome =
          new NetworkTrial(call).thin("rate=700k,queue=300ms,delay=25ms", 8_000);

      assertThat(outcome.share()).as(outcome.summary()).isBetween(0.2, 0.65);
      assertThat(outcome.longestGapMs() - outcome.othersLongestGapMs())
          .as(outcome.summary())
          .isLessThan(2_000);
      assertThat(outcome.allAfterMs()).as(outcome.summary()).isLessThan(NetworkTrial.LIMIT_MS);
    }
  }

  @Test
  void shouldGoOnInALowerEncodingWhileTheLinkIsSlow() {
    NetworkTrial.Cut outcome = trial().cut("rate=400k,queue=300ms,delay=25ms", SLOW_MS);

    assertThat(outcome.lowerAfterMs()).as(outcome.summary()).isLessThan(SLOW_MS);
    assertThat(outcome.topAfterMs()).as(outcome.summary()).isLessThan(NetworkTrial.LIMIT_MS);
    // An encoder of a busy machine gives less at times; limited by the slow link it would far less.
    assertThat(outcome.othersShare()).as(outcome.summary()).isGreaterThan(0.5);
  }
}
