package io.weir.bench.peers;

import io.weir.bench.load.report.LoadResult;
import io.weir.bench.load.report.Measure;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What one peer showed under one load, in several runs.
 *
 * @param peer its name
 * @param load the load's name
 * @param results one per run that the load tester calls valid
 * @param runs how many there were
 */
record PeerRun(String peer, String load, List<LoadResult> results, int runs) {
  PeerRun {
    results = List.copyOf(results);
  }

  /** The middle of the runs' values; NaN when none measured it. */
  double median(String measure) {
    Measure found = Measure.find(measure).orElseThrow(() -> new IllegalArgumentException(measure));
    double[] values =
        results.stream().map(found::of).flatMapToDouble(OptionalDouble::stream).sorted().toArray();
    int middle = values.length / 2;
    if (values.length == 0) {
      return Double.NaN;
    }
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
