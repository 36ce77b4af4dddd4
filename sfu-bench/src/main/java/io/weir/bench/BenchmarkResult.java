package io.weir.bench;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** One row of a run: a benchmark with its parameters, and what it is compared with. */
record BenchmarkResult(RunResult run) {
  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final String PACKAGE = "io.weir.bench.";

  /** Package below {@code io.weir.bench}, class and method, as in {@code rtp.RtpParser.parse}. */
  String name() {
    return name(parameters().getBenchmark());
  }

  /** The same of a benchmark as JMH calls it. */
  static String name(String benchmark) {
    return benchmark.replace(PACKAGE, "").replace("Benchmark.", ".");
  }

  /** The benchmark's class, as the JVM names it. */
  String className() {
    String benchmark = parameters().getBenchmark();
    return benchmark.substring(0, benchmark.lastIndexOf('.'));
  }

  /** Names and values of its parameters. */
  String parameterText() {
    return parameters().getParamsKeys().stream()
        .map(key -> key + "=" + parameters().getParam(key))
        .collect(Collectors.joining(" "));
  }

  /** Tells it from all others. */
  String key() {
    return (name() + " " + parameterText()).strip();
  }

  /** Elapsed time per operation, in ns. */
  double elapsedNs() {
    return run.getPrimaryResult().getScore();
  }

  /** JMH's error of the elapsed time, in ns; NaN with one iteration. */
  double errorNs() {
    return run.getPrimaryResult().getScoreError();
  }

  /** CPU time of the whole process per operation, in ns; NaN when it was not measured. */
  double cpuNs() {
    return secondary(CpuTimeProfiler.LABEL);
  }

  /** Bytes allocated per operation; NaN when they were not measured. */
  double allocatedBytes() {
    return secondary(ALLOCATED);
  }

  /** What it is compared with; empty for a yardstick. */
  Optional<Yardstick> yardstick() {
    String benchmark = parameters().getBenchmark();
    String method = benchmark.substring(benchmark.lastIndexOf('.') + 1);
    try {
      Class<?> type = Class.forName(className());
      Optional<Method> measured =
          Arrays.stream(type.getMethods())
              .filter(candidate -> candidate.getName().equals(method))
              .findFirst();
      return measured.flatMap(BenchmarkResult::annotation).or(() -> annotation(type));
    } catch (ClassNotFoundException impossible) {
      throw new IllegalStateException(benchmark + " has run and is not there", impossible);
    }
  }

  /** How many things one operation does: that many can be compared with the yardstick. */
  double things() {
    return yardstick()
        .map(Yardstick::per)
        .filter(parameter -> !parameter.isEmpty())
        .map(parameter -> Double.parseDouble(parameters().getParam(parameter)))
        .orElse(1.0);
  }

  /** Whether it allocated more than its yardstick allows. */
  boolean allocatesTooMuch() {
    return yardstick()
        .filter(allowed -> allocatedBytes() / things() > allowed.allocatesAtMost())
        .isPresent();
  }

  private static Optional<Yardstick> annotation(AnnotatedElement element) {
    return Optional.ofNullable(element.getAnnotation(Yardstick.class));
  }

  private BenchmarkParams parameters() {
    return run.getParams();
  }

  private double secondary(String label) {
    Result<?> found = run.getSecondaryResults().get(label);
    return found == null ? Double.NaN : found.getScore();
  }
}
