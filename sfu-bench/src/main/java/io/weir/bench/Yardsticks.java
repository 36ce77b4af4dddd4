package io.weir.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** The yardsticks of one run, and what its other benchmarks cost in terms of them. */
final class Yardsticks {
  private final Map<String, BenchmarkResult> byClass;

  /** Those among the results of one run. */
  Yardsticks(List<BenchmarkResult> results) {
    byClass =
        results.stream()
            .filter(result -> result.yardstick().isEmpty())
            .collect(Collectors.toMap(BenchmarkResult::className, result -> result));
  }

  /** What a benchmark is compared with, if that was measured too. */
  Optional<BenchmarkResult> of(BenchmarkResult result) {
    return result.yardstick().map(found -> byClass.get(found.value().getName()));
  }

  /** CPU time per thing done over that of the yardstick; empty when either is not known. */
  OptionalDouble ratio(BenchmarkResult result) {
    return of(result).stream()
        .mapToDouble(yardstick -> result.cpuNs() / result.things() / yardstick.cpuNs())
        .filter(Double::isFinite)
        .findFirst();
  }
}
