package io.weir.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.load.measure.DelaySummary;
import io.weir.bench.load.measure.MediaTotals;
import io.weir.bench.load.measure.PlaneSnapshot;
import io.weir.bench.load.measure.TesterLoad;
import io.weir.bench.load.report.Interval;
import java.util.List;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class SamplerTest {

  private static final PlaneSnapshot NOTHING =
      new PlaneSnapshot(
          0,
          MediaTotals.NONE,
          new Histogram(2),
          new Histogram(2),
          new TesterLoad(0, List.of(), 0, 0, DelaySummary.NONE, 0, 0, 0, 0, 0, 0, 0, 0),
          0);

  @Test
  void whatTheServerUsedBeforeTheMeasuredTimeIsNotLookedAt() {
    OptionalLong thisProcess = OptionalLong.of(ProcessHandle.current().pid());
    Sampler sampler = new Sampler(() -> NOTHING, new ServerWatch(thisProcess, null));
    Interval before = sampler.tick(1, false, 0);
    assertThat(sampler.greatestPss()).isZero();
    Interval measured = sampler.tick(2, true, 0);
    assertThat(sampler.greatestPss()).isPositive();
    assertThat(sampler.intervals()).containsExactly(before, measured);
    assertThat(sampler.measured()).containsExactly(measured);
  }
}
