package io.weir.bench.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class DelayBucketsTest {
  @Property
  void shouldTellPercentilesNoLessAndAtMostAQuarterMore(
      @ForAll @Size(min = 1, max = 200) List<@LongRange(min = 0, max = 60_000_000) Long> delays) {
    DelayBuckets buckets = new DelayBuckets();
    delays.forEach(buckets::record);
    List<Long> sorted = delays.stream().sorted().toList();

    DelaySummary summary = buckets.summary();

    assertThat(summary.count()).isEqualTo(delays.size());
    assertThat(summary.min()).isEqualTo(sorted.getFirst());
    assertThat(summary.max()).isEqualTo(sorted.getLast());
    assertNear(summary.p50(), at(sorted, 0.5));
    assertNear(summary.p90(), at(sorted, 0.9));
    assertNear(summary.p99(), at(sorted, 0.99));
  }

  private static long at(List<Long> sorted, double share) {
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }

  private static void assertNear(long told, long exact) {
    assertThat(told).isBetween(exact, exact + Math.max(4, exact / 4));
  }
}
