package io.weir.signaling.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.signaling.e2e.BadNetworkCall.FarBrowser;
import org.junit.jupiter.api.Test;

/** What a viewer sees behind a bad network, in Firefox; see {@link NetworkConditionsE2eTest}. */
class FirefoxNetworkConditionsE2eTest {

  @Test
  void shouldShowThePictureThroughLossAndAfterAnOutage() {
    try (BadNetworkCall call = new BadNetworkCall(FarBrowser.FIREFOX)) {
      NetworkTrial trial = new NetworkTrial(call);
      NetworkTrial.Steady loss = trial.steady("delay=50ms,loss=5%", 10_000);
      assertThat(loss.longestGapMs() - loss.othersLongestGapMs())
          .as(loss.summary())
          .isLessThan(2_000);

      NetworkTrial.Outage outage = trial.outage(8_000);
      assertThat(outage.backAfterMs()).isLessThan(20_000);
      assertThat(outage.connections()).isOne();
    }
  }
}
