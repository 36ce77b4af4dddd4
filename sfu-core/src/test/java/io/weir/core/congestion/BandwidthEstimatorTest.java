package io.weir.core.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class BandwidthEstimatorTest {
  private static final long START_NS = 1_000_000_000_000L;
  private static final long SECOND = 1_000_000_000L;
  private static final long MS = 1_000_000L;

  private final BandwidthEstimator estimator = new BandwidthEstimator(new FeedbackBatch());

  @Test
  void shouldLimitNothingForAClientThatNegotiatedNoFeedback() {
    for (int i = 0; i < 100; i++) {
      estimator.onSent(1000, ProbeCluster.NONE, START_NS + i * MS);
    }

    assertThat(estimator.hasFeedback()).isFalse();
    assertThat(estimator.probe()).isNull();
    assertThat(estimator.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldLimitNothingAnyMoreWhenPromisedFeedbackNeverComes() {
    estimator.negotiated(true);
    estimator.onSent(1000, ProbeCluster.NONE, START_NS);
    assertThat(estimator.hasFeedback()).isTrue();

    estimator.handleTimeout(START_NS + 2 * SECOND);

    assertThat(estimator.hasFeedback()).isFalse();
  }

  @Test
  void shouldTakeTheReceiversEstimateWhenThatIsAll() {
    estimator.onReceiverEstimate(700_000, START_NS);

    assertThat(estimator.hasFeedback()).isTrue();
    assertThat(estimator.targetBps()).isEqualTo(700_000);
  }

  @Test
  void shouldBeginWithBurstsOfThreeAndSixTimesTheFirstEstimate() {
    estimator.negotiated(true);
    estimator.wanted(10_000_000);
    estimator.onSent(1000, ProbeCluster.NONE, START_NS);

    ProbeCluster cluster = Objects.requireNonNull(estimator.probe());
    assertThat(cluster.bitsPerSecond()).isEqualTo(3 * BandwidthEstimator.START_BPS);
    long now = START_NS;
    for (int i = 0; i < 5; i++) {
      now = Math.max(now, cluster.nextSendNs());
      estimator.onSent(1200, cluster.id(), now);
    }
    assertThat(now - START_NS).isEqualTo(4 * 1200 * 8 * SECOND / 3_000_000);
    assertThat(Objects.requireNonNull(estimator.probe()).bitsPerSecond())
        .isEqualTo(6 * BandwidthEstimator.START_BPS);
  }

  @Test
  void shouldFindWhatALinkCarries() {
    BottleneckLink link = new BottleneckLink(3_000_000, 1);
    SimulatedSubscriber subscriber = new SimulatedSubscriber(link);

    double sum = 0;
    for (int ms = 0; ms < 30_000; ms++) {
      subscriber.tick(START_NS + ms * MS);
      sum += ms < 10_000 ? 0 : subscriber.estimator().targetBps();
    }

    assertThat(sum / 20_000).isBetween(0.8 * link.rate(), 1.05 * link.rate());
  }
}
