package io.weir.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  /** What a benchmark is compared with, the sum of these; empty unless all were measured too. */
  List<BenchmarkResult> of(BenchmarkResult result) {
    List<String> names =
        result.yardstick().stream()
            .flatMap(found -> Arrays.stream(found.value()))
            .map(Class::getName)
            .toList();
    return byClass.keySet().containsAll(names)
        ? names.stream().map(name -> Objects.requireNonNull(byClass.get(name))).toList()
        : List.of();
  }

  /** CPU time per thing done over that of the yardstick; empty when either is not known. */
  OptionalDouble ratio(BenchmarkResult result) {
    double sum = of(result).stream().mapToDouble(BenchmarkResult::cpuNs).sum();
    double ratio = result.cpuNs() / result.things() / sum;
    return Double.isFinite(ratio) ? OptionalDouble.of(ratio) : OptionalDouble.empty();
  }
}
