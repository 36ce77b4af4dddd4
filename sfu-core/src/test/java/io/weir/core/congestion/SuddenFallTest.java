package io.weir.core.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames of video over a link whose rate is thought to be known, in virtual time. */
class SuddenFallTest {
  private static final long MS = 1_000_000L;
  private static final long DELAY_NS = 20 * MS;
  private static final int PACKET = 1_100;
  private static final long FRAME_NS = 33 * MS;
  private static final int FRAMES_PER_FEEDBACK = 2;

  private final SentPacketLog log = new SentPacketLog();
  private final FeedbackBatch batch = new FeedbackBatch();
  private final SuddenFall fall = new SuddenFall();
  private final Random random = new Random(7);
  private long nowNs = 1_000_000 * MS;
  private long lastArrivalNs = Long.MIN_VALUE;
  private long foundBps = SuddenFall.NONE;
  private long foundNs;
  private int found;

  /** Sends frames of so many bits a second for a while, of which feedback comes. */
  private void send(BottleneckLink link, long mediaBps, long estimateBps, long durationMs) {
    long endNs = nowNs + durationMs * MS;
    for (int frame = 0; nowNs < endNs; frame++) {
      if (frame % FRAMES_PER_FEEDBACK == 0) {
        batch.begin(log, lastArrivalNs, 0, nowNs);
      }
      sendFrame(link, mediaBps);
      nowNs += FRAME_NS;
      if (frame % FRAMES_PER_FEEDBACK == FRAMES_PER_FEEDBACK - 1) {
        tell(estimateBps);
      }
    }
  }

  private void sendFrame(BottleneckLink link, long mediaBps) {
    long bytes = mediaBps / Byte.SIZE * FRAME_NS / 1_000 / MS;
    bytes = (long) (bytes * (0.85 + 0.3 * random.nextDouble()));
    for (long left = bytes; left > 0; left -= PACKET) {
      int size = (int) Math.min(left, PACKET);
      long number = log.extend(log.add(size, 0, nowNs));
      long arrivalNs = link.send(size, nowNs);
      if (arrivalNs < 0) {
        batch.missing(number);
      } else {
        batch.arrived(number, arrivalNs);
      }
    }
  }

  private void tell(long estimateBps) {
    lastArrivalNs = batch.lastArrivalNs();
    long result = fall.update(batch, DELAY_NS, estimateBps);
    if (result != SuddenFall.NONE) {
      found++;
      foundBps = result;
      foundNs = nowNs;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2500000,400000,100",
    "2500000,400000,600",
    "2000000,667000,300",
    "1500000,300000,300",
    "4000000,1000000,100"
  })
  void shouldFindWhatALinkCarriesSoonAfterItFell(long before, long after, long queueMs) {
    BottleneckLink link =
        new BottleneckLink((double) before, 1).queue(before / 8 * queueMs / 1_000);
    send(link, before * 9 / 10, before, 5_000);
    assertThat(found).as("before").isZero();
    link.rate((double) after);
    link.queue(after / 8 * queueMs / 1_000);
    long fellNs = nowNs;
    send(link, before * 9 / 10, before, 1_000);

    assertThat(found).as("once for one fall").isOne();
    assertThat(foundBps).isCloseTo(after, Percentage.withPercentage(12));
    assertThat((foundNs - fellNs) / MS).as("after").isLessThanOrEqualTo(4 * 66);
  }

  @Test
  void shouldFindASecondFallAfterARest() {
    BottleneckLink link = new BottleneckLink(4_000_000, 1);
    send(link, 3_000_000, 4_000_000, 2_000);
    link.rate(1_500_000);
    send(link, 3_000_000, 4_000_000, 300);
    assertThat(found).isOne();
    for (int i = 0; i < 9; i++) {
      send(link, 1_000_000, 1_200_000, 500);
      send(link, 2_500_000, 1_200_000, 300); // As when somebody else fills the queue.
    }
    assertThat(found).as("meanwhile").isOne();
    send(link, 300_000, 1_200_000, 5_000);
    link.rate(400_000);
    send(link, 1_000_000, 1_200_000, 600);

    assertThat(found).isEqualTo(2);
    assertThat(foundBps).isCloseTo(400_000, within(50_000L));
  }

  /** What is sent is less than the link carries, whatever is thought of it. */
  @ParameterizedTest
  @ValueSource(longs = {2_000_000, 5_000_000, 50_000_000})
  void shouldNotTakeAnEstimateThatWasTooHighForAFall(long estimate) {
    BottleneckLink link = new BottleneckLink(2_000_000, 1);
    send(link, 1_500_000, estimate, 20_000);
    assertThat(found).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {10, 20, 35})
  void shouldNotTakeJitterForAFall(long jitterMs) {
    BottleneckLink link = new BottleneckLink(2_500_000, 3).jitter(jitterMs * MS);
    send(link, 2_000_000, 2_500_000, 20_000);
    assertThat(found).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.4})
  void shouldNotTakeLossesWithoutAQueueForAFall(double share) {
    BottleneckLink link = new BottleneckLink(5_000_000, 5).burstyLoss(share, 4);
    send(link, 2_500_000, 4_000_000, 20_000);
    assertThat(found).isZero();
  }

  /** Five times as much as other frames, at once: a queue that the estimate explains. */
  @Test
  void shouldNotTakeAKeyFrameForAFall() {
    BottleneckLink link = new BottleneckLink(1_000_000, 1);
    send(link, 700_000, 950_000, 3_000);
    for (int i = 0; i < 10; i++) {
      send(link, 3_500_000, 950_000, 66);
      send(link, 400_000, 950_000, 2_000);
    }
    assertThat(found).isZero();
  }
}
