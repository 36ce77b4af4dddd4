package io.weir.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LayerDemandTest {
  private static final long START = 1_000_000_000_000L;
  private static final long STEP = 100_000_000L;
  static final int ALL = 0b111;

  private final List<Integer> told = new ArrayList<>();
  private final LayerDemand demand = new LayerDemand(3, told::add, START);

  @Test
  void shouldEndWhatNobodyWantsAfterAWhile() {
    assertThat(demand.nextDeadlineNs()).isEqualTo(START + LayerDemand.PATIENCE_NS);
    demand.handleTimeout(START + LayerDemand.PATIENCE_NS - 1);
    assertThat(told).isEmpty();
    demand.handleTimeout(START + LayerDemand.PATIENCE_NS);
    assertThat(told).containsExactly(0);
    assertThat(demand.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldSayAtOnceWhatIsWanted() {
    demand.handleTimeout(START + LayerDemand.PATIENCE_NS);
    demand.want(0b100, START + 2 * LayerDemand.PATIENCE_NS);
    assertThat(told).containsExactly(0, 0b100);
  }

  @Test
  void shouldSayTheFirstTimeThatAllAreWanted() {
    demand.want(0b001, START);
    assertThat(told).containsExactly(ALL);
    demand.want(0b011, START);
    assertThat(told).hasSize(1);
  }

  @Test
  void shouldEndEachEncodingInItsOwnTime() {
    demand.want(ALL, START);
    demand.want(0b011, START + STEP);
    demand.want(0b001, START + 5 * STEP);
    demand.handleTimeout(START + STEP + LayerDemand.PATIENCE_NS);
    assertThat(told).endsWith(0b011);
    assertThat(demand.nextDeadlineNs()).isEqualTo(START + 5 * STEP + LayerDemand.PATIENCE_NS);
    demand.handleTimeout(START + 5 * STEP + LayerDemand.PATIENCE_NS);
    assertThat(told).endsWith(0b001);
  }

  @Property
  void shouldNeverStopWhatWasWantedLatelyNorKeepWhatWasNot(
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = ALL) Integer> wishes) {
    List<Integer> heard = new ArrayList<>();
    LayerDemand tried = new LayerDemand(3, heard::add, START);
    long[] lastWantedNs = {START, START, START};
    long nowNs = START;
    for (int wish : wishes) {
      for (int i = 0; i < 3; i++) {
        lastWantedNs[i] = (wish & 1 << i) == 0 ? lastWantedNs[i] : nowNs;
      }
      tried.want(wish, nowNs);
      for (int step = 0; step < 5; step++) {
        nowNs += STEP;
        for (int i = 0; i < 3; i++) {
          lastWantedNs[i] = (wish & 1 << i) == 0 ? lastWantedNs[i] : nowNs;
        }
        tried.handleTimeout(nowNs);
        int sends = heard.isEmpty() ? ALL : heard.getLast();
        for (int i = 0; i < 3; i++) {
          boolean sent = (sends & 1 << i) != 0;
          long idleNs = nowNs - lastWantedNs[i];
          // A wish ends up to a step after it was last seen here.
          assertThat(sent || idleNs >= LayerDemand.PATIENCE_NS).isTrue();
          assertThat(!sent || idleNs <= LayerDemand.PATIENCE_NS + STEP).isTrue();
        }
      }
    }
  }
}
