package io.weir.core.control;

import java.util.List;

/**
 * How long packets took, or had to wait.
 *
 * @param upperBoundsNs ascending; one more bucket follows without bound
 * @param counts packets per bucket, not cumulated; one more than bounds
 * @param sumNs all of it together
 */
public record LatencyStatistics(List<Long> upperBoundsNs, List<Long> counts, long sumNs) {

  public LatencyStatistics {
    upperBoundsNs = List.copyOf(upperBoundsNs);
    counts = List.copyOf(counts);
  }
}
