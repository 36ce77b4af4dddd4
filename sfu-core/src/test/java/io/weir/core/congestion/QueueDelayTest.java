package io.weir.core.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.api.AbstractLongAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueDelayTest {
  private static final long MS = 1_000_000;

  /** When packets were sent is remembered no finer. */
  private static final long PRECISION_NS = 8_192;

  private final SentPacketLog log = new SentPacketLog();
  private final FeedbackBatch batch = new FeedbackBatch();
  private final QueueDelay queue = new QueueDelay();
  private long clockOffsetNs = 987_654_321_000_000L;
  private long lastArrivalNs = Long.MIN_VALUE;
  private long nowNs = 5_000_000_000_000L;

  /** A feedback on packets that were sent at once and took so long. */
  private void feedback(long... delaysMs) {
    batch.begin(log, lastArrivalNs, 0, nowNs);
    for (long delay : delaysMs) {
      long number = log.extend(log.add(1_000, 0, nowNs));
      batch.arrived(number, nowNs + clockOffsetNs + delay * MS);
    }
    lastArrivalNs = batch.lastArrivalNs();
    queue.update(batch, nowNs);
  }

  /** Feedback 5 times a second on packets that take so long. */
  private void feedbackForSeconds(int seconds, long delayMs) {
    for (int i = 0; i < 5 * seconds; i++) {
      nowNs += 200 * MS;
      feedback(delayMs);
    }
  }

  private AbstractLongAssert<?> assertQueueMs(long expected) {
    return assertThat(queue.presentNs()).isCloseTo(expected * MS, within(PRECISION_NS));
  }

  @Test
  void shouldSeeNoQueueBeforeTheFirstFeedback() {
    assertQueueMs(0);
  }

  @Test
  void shouldSeeNoQueueWhileAllPacketsTakeAsLong() {
    feedbackForSeconds(3, 30);
    assertQueueMs(0);
  }

  @Test
  void shouldTellByHowMuchPacketsTakeLongerThanTheyDid() {
    feedback(30);
    feedback(50);
    assertQueueMs(20);
    feedback(130);
    assertQueueMs(100);
    feedback(30);
    assertQueueMs(0);
  }

  @Test
  void shouldGoByThePacketThatWaitedLeast() {
    feedback(30);
    feedback(90, 45, 70);
    assertQueueMs(15);
  }

  @ParameterizedTest
  @ValueSource(longs = {-4_999_999_000_000L, -70_000_000L, 0, 3_900_000_000_123_456_789L})
  void shouldNotMindWhereTheClientsClockStands(long offsetNs) {
    clockOffsetNs = offsetNs;
    feedback(30);
    feedback(50);
    assertQueueMs(20);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1_000_000_000, 0, 1, Long.MAX_VALUE - 1_000_000_000})
  void shouldForgetTheLeastAtAnyTimeOfTheServersClock(long startNs) {
    nowNs = startNs;
    clockOffsetNs = 0;
    feedback(30);
    feedbackForSeconds(21, 50);
    assertQueueMs(0);
  }

  @Test
  void shouldKeepWhatIsKnownWhenAFeedbackTellsOfNoArrival() {
    feedback(30);
    feedback(50);
    feedback();
    assertQueueMs(20);
  }

  @Test
  void shouldRememberTheLeastForTenSecondsAtLeast() {
    feedbackForSeconds(9, 50);
    feedback(30);
    feedbackForSeconds(10, 50);
    assertQueueMs(20);
  }

  @Test
  void shouldTakeALongerWayForGrantedAfterTwentySeconds() {
    feedbackForSeconds(9, 30);
    feedbackForSeconds(10, 50);
    assertQueueMs(20);
    feedbackForSeconds(11, 50);
    assertQueueMs(0);
    feedback(80);
    assertQueueMs(30);
  }

  @Test
  void shouldTakeAShorterWayForGrantedAtOnce() {
    feedback(50);
    feedback(30);
    assertQueueMs(0);
    feedback(50);
    assertQueueMs(20);
  }
}
