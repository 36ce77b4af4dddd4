package io.weir.core.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.server.PlacementRule.Share;
import io.weir.core.server.PlacementRule.WorkerLoad;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PlacementRuleTest {
  private static final int LARGE = 500;

  private final PlacementRule rule = new PlacementRule(LARGE);

  private static WorkerLoad load(double busyRatio, long packetsPerSecond) {
    return new WorkerLoad(busyRatio, packetsPerSecond);
  }

  @Test
  void shouldBeginARoomWhereLeastIsExpected() {
    assertThat(rule.forNewRoom(List.of(load(0, 0), load(0, 0)))).isZero();
    assertThat(rule.forNewRoom(List.of(load(0.3, 900), load(0.4, 800)))).isEqualTo(1);
    assertThat(rule.forNewRoom(List.of(load(0.3, 900), load(0.6, 800)))).isZero();
    assertThat(rule.forNewRoom(List.of(load(0.7, 900), load(0.6, 950)))).isZero();
  }

  @Test
  void shouldKeepASmallRoomWholeHoweverBusyItsWorkerIs() {
    List<WorkerLoad> workers = List.of(load(0.9, 90_000), load(0, 0));
    assertThat(rule.forNewcomer(List.of(new Share(0, PlacementRule.SMALL_ROOM - 1)), workers))
        .isZero();
    assertThat(rule.forNewcomer(List.of(new Share(0, PlacementRule.SMALL_ROOM)), workers))
        .isEqualTo(1);
  }

  @Test
  void shouldLetASmallRoomGrowWhereMostOfItIs() {
    List<WorkerLoad> workers = List.of(load(0, 0), load(0.4, 900), load(0.4, 900));
    List<Share> shrunk = List.of(new Share(0, 0), new Share(2, 3), new Share(1, 3));
    assertThat(rule.forNewcomer(shrunk, workers)).isEqualTo(2);
    assertThat(rule.forNewcomer(List.of(new Share(0, 0), new Share(1, 0)), workers)).isZero();
  }

  @Test
  void shouldLeaveARoomWholeWhileItsWorkerHasPlace() {
    List<WorkerLoad> workers = List.of(load(0.49, 90_000), load(0, 0));
    assertThat(rule.forNewcomer(List.of(new Share(0, LARGE - 1)), workers)).isZero();
    assertThat(rule.forNewcomer(List.of(new Share(0, LARGE)), workers)).isEqualTo(1);
  }

  @Test
  void shouldNotSpreadToAWorkerThatIsNoBetterOff() {
    List<Share> large = List.of(new Share(0, LARGE));
    assertThat(rule.forNewcomer(large, List.of(load(0.2, 900), load(0.2, 1_000)))).isZero();
    assertThat(rule.forNewcomer(large, List.of(load(0.6, 900), load(0.55, 1_000)))).isZero();
    assertThat(rule.forNewcomer(large, List.of(load(0.6, 900), load(0.7, 10)))).isZero();
    assertThat(rule.forNewcomer(large, List.of(load(0.6, 900), load(0.45, 1_000)))).isEqualTo(1);
  }

  @Test
  void shouldFillTheRoomsWorkersBeforeItTakesAnother() {
    List<Share> shares = List.of(new Share(2, LARGE), new Share(0, 10));
    List<WorkerLoad> workers = List.of(load(0.3, 50_000), load(0, 0), load(0.3, 50_000));
    assertThat(rule.forNewcomer(shares, workers)).isZero();
  }

  /** Rooms of any sizes in any order, on idle workers. */
  @Property
  void shouldSpreadEvenlyWithoutSplittingWhatIsSmall(
      @ForAll @IntRange(min = 1, max = 8) int count,
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 1, max = 3_000) Integer> rooms) {
    long[] loads = new long[count];
    for (int size : rooms) {
      int[] shares = fill(size, loads, new double[count]);
      int used = (int) Arrays.stream(shares).filter(share -> share > 0).count();
      if (size <= LARGE) {
        assertThat(used).isEqualTo(1);
      }
      assertThat(used).isLessThanOrEqualTo((size + LARGE - 1) / LARGE);
    }
    long total = Arrays.stream(loads).sum();
    long most = Arrays.stream(loads).max().orElseThrow();
    // A whole share is the grain: no worker has more above the average than that.
    assertThat(most - total / count).isLessThanOrEqualTo(200L * LARGE);
  }

  @Property
  void shouldSendNobodyToABusyWorkerWhileARoomOfItsOwnHasPlace(
      @ForAll @IntRange(min = 10, max = 400) int size,
      @ForAll @IntRange(min = 0, max = 100) int first,
      @ForAll @IntRange(min = 0, max = 100) int second) {
    double[] busy = {first / 100.0, second / 100.0};
    int chosen =
        rule.forNewcomer(
            List.of(new Share(0, size), new Share(1, size)), loads(new long[] {5, 5}, busy));
    if (busy[0] < PlacementRule.BUSY) {
      assertThat(chosen).isZero();
    } else if (busy[1] < PlacementRule.BUSY) {
      assertThat(chosen).isEqualTo(1);
    }
  }

  /** One room's newcomers, one after the other; each expects 200 packets/s. */
  private int[] fill(int size, long[] loads, double[] busy) {
    List<Integer> order = new ArrayList<>();
    int[] shares = new int[loads.length];
    order.add(rule.forNewRoom(loads(loads, busy)));
    for (int i = 0; i < size; i++) {
      List<Share> now = order.stream().map(worker -> new Share(worker, shares[worker])).toList();
      int worker = rule.forNewcomer(now, loads(loads, busy));
      if (!order.contains(worker)) {
        order.add(worker);
      }
      shares[worker]++;
      loads[worker] += 200;
    }
    return shares;
  }

  private static List<WorkerLoad> loads(long[] packetsPerSecond, double[] busy) {
    List<WorkerLoad> all = new ArrayList<>();
    for (int i = 0; i < busy.length; i++) {
      all.add(load(busy[i], packetsPerSecond[i]));
    }
    return all;
  }
}
