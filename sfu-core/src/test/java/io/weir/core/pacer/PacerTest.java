package io.weir.core.pacer;

import static io.weir.core.pacer.PacedLink.MS;
import static io.weir.core.pacer.PacedLink.PACKET;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.control.PacerStatistics;
import io.weir.core.pacer.PacedLink.Departure;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacerTest {
  private static final long SECOND = 1_000 * MS;

  @Test
  void shouldLetAWholeTrainPassAtOnceOnAGoodLink() {
    PacedLink link = new PacedLink(4_000_000);
    link.frame("ada", 8);

    assertThat(link.departures).hasSize(8);
    assertThat(link.pacer.isIdle()).isTrue();
    assertThat(link.pacer.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldNeverLetAPacketWaitOnALinkThatCarriesTwiceTheVideo() {
    PacedLink link = new PacedLink(4_000_000);
    for (int frame = 0; frame < 300; frame++) {
      link.frame("ada", frame % 100 == 0 ? 8 : 7);
      link.nowNs += 33 * MS;
    }

    assertThat(link.wakes).isZero();
    assertThat(link.departures).hasSize(3 + 2_100);
  }

  @Test
  void shouldAllocateNothingOnAGoodLink() {
    PacedLink link = new PacedLink(20_000_000);
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 20 && least > 0; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 10_000; i++) {
        if (!link.pacer.admits(link.nowNs)) {
          throw new AssertionError("packet " + i + " must wait");
        }
        link.pacer.onSent(PACKET, link.nowNs);
        link.nowNs += MS;
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }

    assertThat(least).isZero();
  }

  @Test
  void shouldSendAKeyFrameAtTwoAndAHalfTimesTheEstimateInOrder() {
    PacedLink link = new PacedLink(1_000_000);
    link.frame("ada", 40);
    assertThat(link.departures).as("at once").hasSizeLessThanOrEqualTo(3);
    link.run(SECOND);

    assertThat(link.departures)
        .extracting(Departure::packet)
        .containsExactlyElementsOf(LongStream.range(0, 40).boxed().toList());
    // 48 kB at 2.5 Mbit/s.
    assertThat(link.departures.getLast().atNs()).isBetween(130 * MS, 155 * MS);
    link.pacer.sample(link.nowNs);
    assertThat(link.pacer.statistics().longestWaitNs()).isBetween(130 * MS, 155 * MS);
    link.pacer.sample(link.nowNs);
    assertThat(link.pacer.statistics()).isEqualTo(PacerStatistics.NONE);
    long waited = LongStream.of(link.waits.counts()).sum();
    assertThat(waited).as("all but what left at once").isBetween(37L, 39L);
  }

  @Test
  void shouldTellWhatWaitsAndForHowLongItHas() {
    PacedLink link = new PacedLink(300_000);
    link.frame("ada", 40);
    link.retransmission("ben", 1);
    int left = link.departures.size();
    link.nowNs += 80 * MS;
    link.pacer.sample(link.nowNs);

    PacerStatistics waiting = link.pacer.statistics();
    assertThat(waiting.packets()).isEqualTo(41 - left);
    assertThat(waiting.bytes()).as("of video").isEqualTo((40L - left) * PACKET);
    assertThat(waiting.longestWaitNs()).isEqualTo(80 * MS);

    link.pacer.onRefused();
    link.pacer.remove("ada");
    PacerStatistics removed = link.pacer.statistics();
    assertThat(removed.packets()).as("the retransmission is still of use").isEqualTo(1);
    assertThat(removed.bytes()).isZero();
    assertThat(removed.refusedFrames()).isEqualTo(1);
  }

  @Test
  void shouldWakeTheWorkerAtCommonTimesOnly() {
    PacedLink link = new PacedLink(10_000_000);
    link.frame("ada", 200);
    long times = 0;
    while (!link.pacer.isIdle()) {
      assertThat(link.pacer.nextDeadlineNs() % Pacer.GRID_NS).isZero();
      link.nowNs = link.pacer.nextDeadlineNs();
      link.pacer.handleTimeout(link.nowNs);
      times++;
    }

    // 240 kB at 25 Mbit/s take 77 ms.
    assertThat(times).isLessThanOrEqualTo(16);
  }

  @Test
  void shouldNeverHoldSoundUpButCountIt() {
    PacedLink link = new PacedLink(300_000);
    link.pacer.onSent(2_000, link.nowNs);

    assertThat(link.pacer.admits(link.nowNs)).isFalse();
    assertThat(link.pacer.admits(link.nowNs + 16 * MS)).isFalse();
    assertThat(link.pacer.admits(link.nowNs + 17 * MS)).isTrue();
  }

  @Test
  void shouldNotLetVideoWaitForMuchSoundOnceTheLinkIsBack() {
    PacedLink link = new PacedLink(30_000);
    for (int i = 0; i < 500; i++) {
      link.pacer.onSent(300, link.nowNs);
      link.nowNs += 20 * MS;
    }
    assertThat(link.pacer.admits(link.nowNs)).isFalse();
    assertThat(link.pacer.admits(link.nowNs + Pacer.MAX_QUEUE_NS)).isTrue();

    link.pacer.estimate(1_000_000, link.nowNs);
    assertThat(link.pacer.admits(link.nowNs + 10 * MS)).isTrue();
  }

  @Test
  void shouldHoldWhatWasSentBeforeAgainstASlowerLink() {
    PacedLink link = new PacedLink(10_000_000);
    link.pacer.onSent(12_500, link.nowNs);
    link.pacer.estimate(1_000_000, link.nowNs);

    // 100 kbit at 2.5 Mbit/s.
    assertThat(link.pacer.admits(link.nowNs + 30 * MS)).isFalse();
    assertThat(link.pacer.admits(link.nowNs + 40 * MS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {100_000, 10_000_000})
  void shouldRetransmitAgainSoonWhateverTheLinkIsNow(long nextBps) {
    PacedLink link = new PacedLink(500_000);
    while (link.pacer.takeShare(PACKET, link.nowNs)) {
      // Until the share is used up.
    }
    link.pacer.estimate(nextBps, link.nowNs);

    assertThat(link.pacer.takeShare(PACKET, link.nowNs + MS)).isTrue();
  }

  @Test
  void shouldSendRetransmissionsBeforeVideoThatWaits() {
    PacedLink link = new PacedLink(1_000_000);
    link.frame("ada", 20);
    int before = link.departures.size();
    link.retransmission("eve", 5);
    link.run(SECOND);

    assertThat(link.departures.get(before).retransmission()).isTrue();
    assertThat(link.departures).hasSize(21);
  }

  @Test
  void shouldLimitRetransmissionsToTheirShare() {
    PacedLink link = new PacedLink(1_000_000);
    for (int ms = 0; ms < 10_000; ms++) {
      link.retransmission("ada", ms);
      link.run(MS);
    }

    // Half of 1 Mbit/s for 10 s, and a quarter of a second's worth at once.
    assertThat(link.departures.size() * (long) PACKET).isBetween(600_000L, 660_000L);
  }

  @Test
  void shouldTakeNoFurtherFrameWhenItWouldWaitTooLong() {
    PacedLink link = new PacedLink(500_000);
    int taken = 0;
    while (!link.pacer.isFull()) {
      link.video("ada", taken++);
    }
    link.run(SECOND);

    // What waits when it is full leaves within 250 ms, if in a hurry: at twice 1.25 Mbit/s.
    assertThat(taken * PACKET).isBetween(78_000, 82_000);
    assertThat(link.departures).hasSize(taken);
    assertThat(link.departures.getLast().atNs()).isLessThan(265 * MS);
  }

  @Test
  void shouldGiveUpWhatWaitsTooLongBecauseTheLinkGotWorse() {
    PacedLink link = new PacedLink(5_000_000);
    link.frame("ada", 100);
    link.frame("eve", 50);
    link.pacer.estimate(100_000, link.nowNs);
    link.run(2 * SECOND);

    assertThat(link.givenUp).hasSize(2);
    assertThat(link.givenUp.getFirst()).startsWith("ada ");
    assertThat(link.givenUp.getLast()).isEqualTo("eve 50");
    assertThat(link.pacer.statistics().givenUpPackets()).isEqualTo(150 - link.departures.size());
    assertThat(link.pacer.statistics().longestWaitNs()).isGreaterThan(Pacer.MAX_WAIT_NS);
    assertThat(link.pacer.isIdle()).isTrue();
    assertThat(link.departures.getLast().atNs()).isLessThanOrEqualTo(Pacer.MAX_WAIT_NS + 10 * MS);
  }

  @Test
  void shouldGiveUpOneStreamAndSendTheOthers() {
    PacedLink link = new PacedLink(1_000_000);
    link.frame("first", 5);
    for (int i = 0; i < 10; i++) {
      link.video("ada", i);
      link.video("eve", i);
    }
    link.pacer.remove("ada");
    link.run(SECOND);

    assertThat(link.packetsOf("ada")).isZero();
    assertThat(link.packetsOf("eve")).isEqualTo(10);
  }

  @Test
  void shouldRefuseMoreThanItCanRemember() {
    PacedLink link = new PacedLink(1_000_000);
    boolean taken = true;
    int count = 0;
    while (taken) {
      taken = link.pacer.enqueue("ada", count, PACKET, link.nowNs);
      count += taken ? 1 : 0;
    }

    assertThat(count).isEqualTo(WaitingPackets.MAX_PACKETS);
    link.run(Pacer.MAX_WAIT_NS);
    assertThat(link.departures).extracting(Departure::packet).startsWith(0L, 1L, 2L).isSorted();
  }

  @Property(tries = 200)
  void shouldNeverExceedItsRateByMoreThanAPortionHoweverLateItIsWoken(
      @ForAll @LongRange(min = 50_000, max = 50_000_000) long estimate,
      @ForAll @IntRange(min = 20, max = 400) int packets,
      @ForAll long seed) {
    Random random = new Random(seed);
    PacedLink link = new PacedLink(estimate, random.nextLong(-SECOND, SECOND));
    link.frame("ada", packets);
    link.run(Pacer.MAX_WAIT_NS, deadline -> deadline + random.nextLong(3 * MS));

    double bytesPerNs = estimate * 2.5 / 8e9 * Pacer.MAX_HURRY;
    double portion = bytesPerNs * (Pacer.TRAIN_NS + 2 * Pacer.GRID_NS) + 2 * PACKET;
    long bytes = 0;
    for (Departure departure : link.departures) {
      bytes += PACKET;
      assertThat((double) bytes).isLessThanOrEqualTo(bytesPerNs * departure.atNs() + portion);
    }
    assertThat(link.departures).extracting(Departure::packet).isSorted();
  }

  @Property(tries = 200)
  void shouldUseTheWholeRateWhileSomethingWaits(
      @ForAll @LongRange(min = 200_000, max = 50_000_000) long estimate, @ForAll long seed) {
    Random random = new Random(seed);
    PacedLink link = new PacedLink(estimate, random.nextLong(-SECOND, SECOND));
    // As much as leaves within a fifth of a second.
    int packets = (int) Math.min(1_000, 5 + estimate * 2.5 / 8 / 5 / PACKET);
    link.frame("ada", packets);
    link.run(Pacer.MAX_WAIT_NS, deadline -> deadline + random.nextLong(MS));

    assertThat(link.departures).hasSize(packets);
    double expectedNs = packets * (double) PACKET * 8e9 / 2.5 / estimate;
    assertThat((double) link.departures.getLast().atNs()).isLessThan(expectedNs + 10 * MS);
  }
}
