package io.weir.core.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.rtcp.RtcpReader;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
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
  void shouldNotBelieveABrokenPromiseAgainUntilFeedbackComes() {
    estimator.negotiated(true);
    estimator.onSent(1000, ProbeCluster.NONE, START_NS);
    estimator.handleTimeout(START_NS + 2 * SECOND);

    estimator.negotiated(true);
    assertThat(estimator.hasFeedback()).isFalse();

    estimator.onReceiverEstimate(700_000, START_NS + 3 * SECOND);
    assertThat(estimator.hasFeedback()).isTrue();
  }

  @Test
  void shouldBeginWithBurstsOnlyWhenMoreThanTheFirstEstimateIsWanted() {
    estimator.negotiated(true);
    estimator.wanted(0);
    estimator.onSent(100, ProbeCluster.NONE, START_NS);
    assertThat(estimator.probe()).isNull();

    estimator.wanted(4_000_000);
    estimator.onSent(100, ProbeCluster.NONE, START_NS + 20 * MS);

    assertThat(Objects.requireNonNull(estimator.probe()).bitsPerSecond())
        .isEqualTo(3 * BandwidthEstimator.START_BPS);
  }

  @Test
  void shouldGiveTheNumberOfAPacketThatDidNotLeaveToTheNext() {
    int first = estimator.onSent(1000, ProbeCluster.NONE, START_NS);
    int refused = estimator.onSent(1000, ProbeCluster.NONE, START_NS);
    estimator.takeBack();

    assertThat(refused).isEqualTo(first + 1);
    assertThat(estimator.onSent(500, ProbeCluster.NONE, START_NS)).isEqualTo(refused);
  }

  @Test
  void shouldLowerTheEstimateWhenFeedbackSaysThatNothingArrives() {
    estimator.negotiated(true);
    estimator.wanted(0);
    for (int i = 1; i <= 60; i++) {
      long now = START_NS + i * 50L * MS;
      estimator.onSent(1000, ProbeCluster.NONE, now);
      assertThat(estimator.onTransportFeedback(missing(i), now + 20 * MS)).isTrue();
      if (estimator.nextDeadlineNs() <= now) {
        estimator.handleTimeout(now);
      }
    }

    assertThat(estimator.hasFeedback()).isTrue();
    assertThat(estimator.targetBps()).isLessThan(BandwidthEstimator.START_BPS);
  }

  private static RtcpReader missing(int number) {
    String head = "8fcd0005" + "00000001" + "00000002";
    String what = "%04x".formatted(number) + "0001" + "00000100" + "0001" + "0000";
    byte[] bytes = HexFormat.of().parseHex(head + what);
    RtcpReader reader = new RtcpReader();
    assertThat(reader.wrap(MemorySegment.ofArray(bytes), 0, bytes.length)).isTrue();
    assertThat(reader.next()).isTrue();
    return reader;
  }

  @Test
  void shouldTakeTheReceiversEstimateWhenThatIsAll() {
    estimator.onReceiverEstimate(700_000, START_NS);

    assertThat(estimator.hasFeedback()).isTrue();
    assertThat(estimator.targetBps()).isEqualTo(700_000);
    assertThat(estimator.isMeasured()).as("more than a hope").isTrue();
  }

  @Test
  void shouldTakeLessThanTheReceiversEstimateWhileReportsTellOfLosses() {
    estimator.onReceiverEstimate(1_000_000, START_NS);
    estimator.onLossReport(0.3, START_NS);
    assertThat(estimator.targetBps()).isEqualTo(850_000);
    estimator.onLossReport(0.3, START_NS + 100 * MS);
    assertThat(estimator.targetBps()).as("the same losses").isEqualTo(850_000);
    estimator.onLossReport(0.05, START_NS + SECOND);
    assertThat(estimator.targetBps()).as("some losses are usual").isEqualTo(850_000);
    estimator.onLossReport(0, START_NS + 2 * SECOND);
    assertThat(estimator.targetBps()).isEqualTo(892_500);
    estimator.onReceiverEstimate(500_000, START_NS + 3 * SECOND);
    assertThat(estimator.targetBps()).isEqualTo(500_000);
  }

  @Test
  void shouldNotBelieveReportsOfLossesAlone() {
    estimator.onLossReport(0.9, START_NS);
    assertThat(estimator.hasFeedback()).isFalse();
    assertThat(estimator.targetBps()).isEqualTo(BandwidthEstimator.START_BPS);
  }

  @Test
  void shouldBeginWithABurstOfThreeTimesTheFirstEstimate() {
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
    assertThat(estimator.probe()).as("before the first tells anything").isNull();
    assertThat(estimator.isMeasured()).isFalse();
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

  @Test
  void shouldTakeABurstThatWasSentTooSlowlyForNoLimit() {
    SimulatedSubscriber subscriber =
        new SimulatedSubscriber(new BottleneckLink(10_000_000, 1))
            .application(150_000)
            .slowBursts(40 * MS);

    for (int ms = 0; ms < 20_000; ms++) {
      subscriber.tick(START_NS + ms * MS);
      assertThat(subscriber.estimator().targetBps())
          .isGreaterThanOrEqualTo(BandwidthEstimator.START_BPS);
    }
  }
}
