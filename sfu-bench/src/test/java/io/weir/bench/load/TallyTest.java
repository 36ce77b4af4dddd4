package io.weir.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.load.measure.ClientSnapshot;
import io.weir.bench.load.measure.ClientState;
import io.weir.bench.load.measure.JoinMilestones;
import io.weir.bench.load.report.Figure;
import io.weir.bench.load.report.Timing;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {

  @Test
  void aCopyCountsByItself() {
    Tally tally = new Tally(false);
    tally.add(Figure.CLIENTS_JOINED, 2);
    tally.took(Timing.JOIN, 5_000_000);
    Tally copy = tally.copy();
    copy.add(Figure.CLIENTS_JOINED, 1);
    copy.took(Timing.JOIN, 5_000_000);
    copy.failed("media", "a cause");
    assertThat(copy.of(Figure.CLIENTS_JOINED)).isEqualTo(3);
    assertThat(copy.timings().get(Timing.JOIN)).hasToString("2 values, median 5023 µs");
    assertThat(tally.of(Figure.CLIENTS_JOINED)).isEqualTo(2);
    assertThat(tally.timings().get(Timing.JOIN)).hasToString("1 values, median 5023 µs");
    assertThat(tally.failures()).isEmpty();
  }

  private static final long MS = 1_000_000;

  private static ClientSnapshot reached(long firstPacketNs, long firstFrameNs) {
    JoinMilestones milestones =
        new JoinMilestones(MS, 2 * MS, 3 * MS, JoinMilestones.NEVER, firstPacketNs, firstFrameNs);
    return new ClientSnapshot(
        "viewer", ClientState.CONNECTED, "", milestones, 0, "", List.of(), List.of());
  }

  @Test
  void aViewerWithoutAPictureHasNotJoinedQuickly() {
    Tally tally = new Tally(true);
    tally.joined(ClientRole.VIEWER, reached(5 * MS, JoinMilestones.NEVER));
    assertThat(tally.timings()).doesNotContainKey(Timing.JOIN);
    assertThat(tally.of(Figure.JOIN_WITHOUT_FRAME)).isEqualTo(1);
    tally.joined(ClientRole.VIEWER, reached(5 * MS, 50 * MS));
    assertThat(tally.timings())
        .hasEntrySatisfying(
            Timing.JOIN,
            join -> {
              assertThat(join.count()).isEqualTo(1);
              assertThat(join.percentile(50)).isBetween(49_000L, 51_000L);
            });
    assertThat(tally.of(Figure.JOIN_WITHOUT_FRAME)).isEqualTo(1);
  }

  @Test
  void withoutVideoTheFirstPacketIsWhatAViewerWaitsFor() {
    Tally tally = new Tally(false);
    tally.joined(ClientRole.VIEWER, reached(5 * MS, JoinMilestones.NEVER));
    assertThat(tally.timings())
        .hasEntrySatisfying(Timing.JOIN, join -> assertThat(join.count()).isEqualTo(1));
    assertThat(tally.figures()).doesNotContainKey(Figure.JOIN_WITHOUT_FRAME);
  }
}
