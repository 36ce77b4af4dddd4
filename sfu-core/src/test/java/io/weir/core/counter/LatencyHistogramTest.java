package io.weir.core.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

  @Test
  void shouldPutEachLatencyIntoTheFirstBucketThatHoldsIt() {
    LatencyHistogram histogram = new LatencyHistogram();
    long[] bounds = LatencyHistogram.boundsNs();
    histogram.record(bounds[0], 3);
    histogram.record(bounds[0] + 1, 1);
    histogram.record(bounds[bounds.length - 1] + 1, 2);

    long[] counts = histogram.counts();
    assertThat(counts).hasSize(bounds.length + 1);
    assertThat(counts[0]).isEqualTo(3);
    assertThat(counts[1]).isEqualTo(1);
    assertThat(counts[bounds.length]).isEqualTo(2);
    assertThat(Arrays.stream(counts).sum()).isEqualTo(6);
    assertThat(histogram.sumNs())
        .isEqualTo(3 * bounds[0] + bounds[0] + 1 + 2 * (bounds[bounds.length - 1] + 1));
  }

  @Test
  void shouldHaveAscendingBounds() {
    assertThat(LatencyHistogram.boundsNs()).isSorted().doesNotHaveDuplicates();
  }
}
