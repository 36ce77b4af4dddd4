package io.weir.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.weir.core.testkit.NetworkSimulator.Conditions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NetworkSimulatorTest {
  private static final long MS = 1_000_000;
  private static final long SECOND = 1_000 * MS;
  private static final int BYTES = 1_250; // 10 ms at 1 Mbit/s
  private static final Conditions BAD =
      Conditions.GOOD
          .withLoss(LinkLoss.bursts(0.1, 3))
          .withDuplication(0.05)
          .withDelay(LinkDelay.of(20 * MS).withOvertakingJitter(30 * MS).withHeldBack(0.1, 50 * MS))
          .withRate(LinkRate.of(1_000_000, 100 * MS));

  /** One link, what goes in and what comes out. */
  private static final class Run {
    private final NetworkSimulator network;
    private final SimulatedLink link;
    private final List<Arrival> arrivals = new ArrayList<>();
    private int number;

    private Run(long seed, Conditions conditions) {
      this(new NetworkSimulator(seed), conditions);
    }

    private Run(NetworkSimulator network, Conditions conditions) {
      this.network = network;
      link =
          network.link(
              conditions,
              (datagram, now) ->
                  arrivals.add(new Arrival(ByteBuffer.wrap(datagram).getInt(), now)));
    }

    /** Lets time pass, with a datagram in each interval. */
    private void send(long fromNs, long untilNs, long intervalNs) {
      for (long nowNs = fromNs; nowNs < untilNs; nowNs += intervalNs) {
        advance(nowNs);
        sendOne(nowNs);
      }
    }

    private void sendOne(long nowNs) {
      link.send(ByteBuffer.allocate(BYTES).putInt(number++).array(), nowNs);
    }

    private void advance(long nowNs) {
      while (network.nextDeadlineNs() - nowNs <= 0) {
        network.handleTimeout(network.nextDeadlineNs());
      }
    }

    private LinkStatistics end() {
      while (network.nextDeadlineNs() != Long.MAX_VALUE) {
        network.handleTimeout(network.nextDeadlineNs());
      }
      return link.statistics();
    }

    private long arrivedBetween(long fromNs, long untilNs) {
      return arrivals.stream().filter(a -> a.atNs() >= fromNs && a.atNs() < untilNs).count();
    }
  }

  private record Arrival(int number, long atNs) {}

  @Test
  void shouldRepeatEverythingFromTheSameSeed() {
    List<List<Arrival>> seen = new ArrayList<>();
    for (long seed : new long[] {7, 7, 8}) {
      Run run = new Run(seed, BAD);
      run.link.compete(new GreedyFlow(60 * MS, SECOND, 5 * SECOND));
      run.send(0, 10 * SECOND, 9 * MS);
      run.end();
      seen.add(run.arrivals);
    }

    assertThat(seen.get(0)).hasSizeGreaterThan(500).isEqualTo(seen.get(1));
    assertThat(seen.get(2)).isNotEqualTo(seen.get(1));
  }

  @Test
  void shouldKeepOneLinksAccidentsFromAnother() {
    Run alone = new Run(1, BAD);
    alone.send(0, SECOND, 11 * MS);
    alone.end();

    NetworkSimulator network = new NetworkSimulator(1);
    Run one = new Run(network, BAD);
    Run other = new Run(network, BAD.withLoss(0.5));
    for (long nowNs = 0; nowNs < SECOND; nowNs += 11 * MS) {
      one.advance(nowNs);
      other.sendOne(nowNs);
      one.sendOne(nowNs);
    }
    one.end();

    assertThat(one.arrivals).isEqualTo(alone.arrivals);
  }

  @Test
  void shouldLoseTheShareItWasToldAtRandom() {
    Run run = new Run(2, Conditions.GOOD.withLoss(0.05));
    run.send(0, 20 * SECOND, MS);
    LinkStatistics statistics = run.end();

    // Five standard deviations of a binomial distribution.
    assertThat(statistics.lost()).isCloseTo(1_000, within(155L));
    assertThat(lostRuns(run)).as("runs of one").isGreaterThan(statistics.lost() * 9 / 10);
  }

  @Test
  void shouldLoseTheShareItWasToldInBursts() {
    Run run = new Run(3, Conditions.GOOD.withLoss(LinkLoss.bursts(0.1, 8)));
    run.send(0, 100 * SECOND, MS);
    LinkStatistics statistics = run.end();

    assertThat(statistics.lost()).isCloseTo(10_000, within(1_500L));
    double length = (double) statistics.lost() / lostRuns(run);
    assertThat(length).isCloseTo(8, within(0.8));
  }

  @Test
  void shouldTellTheShareThatAModelLosesInTheLongRun() {
    assertThat(LinkLoss.random(0.2).share()).isEqualTo(0.2);
    assertThat(LinkLoss.bursts(0.2, 5).share()).isCloseTo(0.2, within(1e-9));
    assertThat(new LinkLoss(0.01, 0.5, 0.1, 0.3).share()).isCloseTo(0.1325, within(1e-9));
  }

  @Test
  void shouldSendOutNoFasterThanItsRate() {
    Run run = new Run(4, Conditions.GOOD.withRate(LinkRate.of(1_000_000, 200 * MS)));
    run.send(0, 10 * SECOND, 5 * MS); // twice the rate
    LinkStatistics statistics = run.end();

    assertThat(run.arrivedBetween(0, 10 * SECOND)).isBetween(998L, 1_000L);
    assertThat(statistics.dropped()).isEqualTo(2_000 - statistics.delivered());
    assertThat(statistics.queued().maximumNs()).isBetween(190 * MS, 200 * MS);
    assertThat(statistics.queued().medianNs()).isBetween(190 * MS, 200 * MS);
  }

  @Test
  void shouldTakeItsTimeToSendOutALoneDatagram() {
    LinkDelay delay = LinkDelay.of(30 * MS);
    Run run =
        new Run(5, Conditions.GOOD.withDelay(delay).withRate(LinkRate.of(1_000_000, 100 * MS)));
    run.sendOne(SECOND);
    run.end();

    assertThat(run.arrivals).containsExactly(new Arrival(0, SECOND + 40 * MS));
  }

  @Test
  void shouldDropWhatHasNoRoomInTheQueue() {
    LinkRate rate = new LinkRate(1_000_000, 4 * BYTES + 1, LinkRate.NO_LIMIT);
    Run run = new Run(6, Conditions.GOOD.withRate(rate));
    for (int i = 0; i < 10; i++) {
      run.sendOne(0);
    }
    LinkStatistics statistics = run.end();

    assertThat(run.arrivals).extracting(Arrival::number).containsExactly(0, 1, 2, 3, 4);
    assertThat(statistics.dropped()).isEqualTo(5);
    assertThat(statistics.queued().maximumNs()).isEqualTo(40 * MS);
  }

  @Test
  void shouldKeepItsRateWhenItIsLookedAtLate() {
    Run run = new Run(6, Conditions.GOOD.withRate(LinkRate.of(1_000_000, SECOND)));
    for (int i = 0; i < 50; i++) {
      run.sendOne(0);
    }
    for (long nowNs = 0; nowNs < SECOND; nowNs += 7 * MS) {
      run.network.handleTimeout(nowNs);
    }

    assertThat(run.arrivals).hasSize(50);
    assertThat(run.arrivals.getLast().atNs()).isBetween(500 * MS, 508 * MS);
  }

  @Test
  void shouldKeepTheOrderUnlessToldOtherwise() {
    LinkDelay ordered = LinkDelay.of(20 * MS).withJitter(40 * MS);
    Run run = new Run(7, Conditions.GOOD.withDelay(ordered));
    run.send(0, 10 * SECOND, 5 * MS);
    LinkStatistics statistics = run.end();

    assertThat(statistics.late()).isZero();
    assertThat(delays(run)).allMatch(ns -> ns >= 20 * MS && ns < 60 * MS);
    assertThat(delays(run).max().orElseThrow()).isGreaterThan(55 * MS);
  }

  @Test
  void shouldLetDatagramsOvertakeEachOtherWhenToldTo() {
    LinkDelay delay = LinkDelay.of(20 * MS).withOvertakingJitter(40 * MS);
    Run run = new Run(8, Conditions.GOOD.withDelay(delay));
    run.send(0, 10 * SECOND, 5 * MS);

    assertThat(run.end().late()).isGreaterThan(500);
    assertThat(delays(run)).allMatch(ns -> ns >= 20 * MS && ns < 60 * MS);
    assertThat(delays(run).average().orElseThrow()).isCloseTo(40 * MS, within(2.0 * MS));
  }

  @Test
  void shouldHoldBackTheShareItWasTold() {
    LinkDelay delay = LinkDelay.of(20 * MS).withHeldBack(0.03, 12 * MS);
    Run run = new Run(9, Conditions.GOOD.withDelay(delay));
    run.send(0, 50 * SECOND, 5 * MS);

    assertThat(run.end().late()).isCloseTo(300, within(86L));
  }

  @Test
  void shouldDoubleTheShareItWasTold() {
    Run run = new Run(10, Conditions.GOOD.withDuplication(0.02));
    run.send(0, 10 * SECOND, MS);
    LinkStatistics statistics = run.end();

    assertThat(statistics.duplicated()).isCloseTo(200, within(71L));
    assertThat(statistics.delivered()).isEqualTo(10_000 + statistics.duplicated());
  }

  @Test
  void shouldFollowItsSchedule() {
    Conditions first = Conditions.GOOD.withRate(LinkRate.of(2_000_000, 100 * MS));
    LinkSchedule schedule =
        LinkSchedule.of(first)
            .thenRate(10 * SECOND, 5 * SECOND, LinkRate.of(400_000, 100 * MS))
            .thenOutage(20 * SECOND, 8 * SECOND);
    Run run = new Run(11, Conditions.SILENCE);
    run.link.follow(schedule, SECOND);
    run.send(SECOND, 41 * SECOND, 8 * MS);
    run.end();

    assertThat(run.arrivedBetween(SECOND, 11 * SECOND)).isCloseTo(1_250, within(2L));
    assertThat(run.arrivedBetween(12 * SECOND, 16 * SECOND)).isCloseTo(160, within(2L));
    assertThat(run.arrivedBetween(21 * SECOND + 10 * MS, 29 * SECOND)).isZero();
    assertThat(run.arrivedBetween(29 * SECOND, 41 * SECOND)).isCloseTo(1_500, within(2L));
    assertThat(run.link.conditions()).isEqualTo(first);
  }

  @Test
  void shouldForgetAScheduleThatAnotherReplaced() {
    Run run = new Run(12, Conditions.GOOD);
    run.link.follow(LinkSchedule.of(Conditions.GOOD).thenOutage(SECOND, SECOND), 0);
    run.link.follow(LinkSchedule.of(Conditions.GOOD), 0);
    run.send(0, 3 * SECOND, 10 * MS);

    assertThat(run.end().lost()).isZero();
  }

  @Test
  void shouldRefuseAScheduleThatGoesBackInTime() {
    LinkSchedule schedule = LinkSchedule.of(Conditions.GOOD).thenOutage(SECOND, SECOND);

    assertThatThrownBy(() -> schedule.thenOutage(SECOND, SECOND))
        .hasMessageContaining("1000000000 ns is before 2000000000 ns");
  }

  @Test
  void shouldShareTheRateWithASteadyFlow() {
    Run run = new Run(13, Conditions.GOOD.withRate(LinkRate.of(1_000_000, 50 * MS)));
    run.link.compete(new SteadyFlow(600_000, SECOND, 11 * SECOND));
    run.send(0, SECOND, 20 * MS);
    assertThat(run.link.statistics().dropped()).isZero();
    run.send(SECOND, 11 * SECOND, 10 * MS);
    LinkStatistics statistics = run.end();

    assertThat(statistics.competingSent() * 1_200 * 8).isCloseTo(6_000_000, within(10_000L));
    long bits = 8 * (statistics.deliveredBytes() + statistics.competingBytes() - 50 * BYTES);
    assertThat(bits).isCloseTo(10_000_000, within(100_000L));
    assertThat(statistics.dropped()).isGreaterThan(100);
  }

  @Test
  void shouldFillTheQueueWithAGreedyFlowThatGivesWay() {
    Run run = new Run(14, Conditions.GOOD.withRate(LinkRate.of(2_000_000, 200 * MS)));
    run.link.compete(new GreedyFlow(50 * MS, 0, 20 * SECOND));
    run.advance(10 * SECOND);
    long aloneBits = run.link.statistics().competingBytes() * 8;
    assertThat(aloneBits).isBetween(19_000_000L, 20_000_000L);
    assertThat(run.link.statistics().queued().p95Ns()).isBetween(100 * MS, 200 * MS);

    run.send(10 * SECOND, 20 * SECOND, 10 * MS); // 1 Mbit/s
    LinkStatistics statistics = run.end();
    long besideBits = statistics.competingBytes() * 8 - aloneBits;
    assertThat(besideBits).isBetween(7_000_000L, 12_000_000L);
    assertThat(statistics.delivered()).isGreaterThan(800);
  }

  @Test
  void shouldAccountForEveryDatagram() {
    Run run = new Run(15, BAD);
    run.send(0, 10 * SECOND, 7 * MS);
    LinkStatistics statistics = run.end();

    assertThat(statistics.lost()).isPositive();
    assertThat(statistics.dropped()).isPositive();
    assertThat(statistics.duplicated()).isPositive();
    assertThat(statistics.sent())
        .isEqualTo(
            statistics.delivered()
                - statistics.duplicated()
                + statistics.lost()
                + statistics.dropped());
    assertThat(statistics.deliveredBytes()).isEqualTo(statistics.delivered() * BYTES);
  }

  /** How many times something was lost, however much in a row. */
  private static long lostRuns(Run run) {
    long runs = 0;
    for (int i = 1; i < run.arrivals.size(); i++) {
      if (run.arrivals.get(i).number() > run.arrivals.get(i - 1).number() + 1) {
        runs++;
      }
    }
    return runs;
  }

  /** Of datagrams sent every 5 ms from 0 on. */
  private static LongStream delays(Run run) {
    return run.arrivals.stream().mapToLong(a -> a.atNs() - a.number() * 5L * MS);
  }
}
