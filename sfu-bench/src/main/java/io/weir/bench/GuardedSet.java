package io.weir.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which benchmarks have a ratio checked in, and which were measured: what a run cannot compare, and
 * why. Pure code.
 *
 * @param expected those with a ratio, as {@link BenchmarkResult#key}
 * @param measured those of the run
 * @param existing names of all benchmarks that there are, without parameters
 * @param asked which of those with a ratio the run was to measure
 * @param hindrance why some could not be, in parentheses; empty if nothing was in the way
 */
record GuardedSet(
    Set<String> expected,
    Set<String> measured,
    Set<String> existing,
    Predicate<String> asked,
    String hindrance) {

  private static final String UPDATE = "; deploy/bench guard --update %s %s it";

  /** Those without a ratio. */
  Set<String> unknown() {
    Set<String> unknown = new TreeSet<>(measured);
    unknown.removeAll(expected);
    return unknown;
  }

  /** Those with a ratio that no benchmark has any more, or none with these parameters. */
  Set<String> gone() {
    Set<String> names = measured.stream().map(GuardedSet::name).collect(Collectors.toSet());
    return missing().stream()
        .filter(key -> !existing.contains(name(key)) || names.contains(name(key)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Those that there are, and that the run did not measure. */
  Set<String> unmeasured() {
    Set<String> unmeasured = missing();
    unmeasured.removeAll(gone());
    return unmeasured;
  }

  /** A sentence for each that cannot be compared. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    for (String key : unknown()) {
      sentences.add("NEW: " + key + " has no ratio yet" + UPDATE.formatted(pattern(key), "writes"));
    }
    for (String key : gone()) {
      sentences.add(
          "GONE: "
              + (existing.contains(name(key))
                  ? key + " is not measured with these parameters any more"
                  : "there is no benchmark " + key + " any more")
              + UPDATE.formatted(pattern(key), "forgets"));
    }
    for (String key : unmeasured()) {
      sentences.add("NOT MEASURED: " + key + (hindrance.isEmpty() ? "" : " " + hindrance));
    }
    return sentences;
  }

  private Set<String> missing() {
    Set<String> missing = new TreeSet<>(expected);
    missing.removeAll(measured);
    missing.removeIf(asked.negate());
    return missing;
  }

  /** What JMH calls the benchmark of a key, for patterns. */
  static String fullName(String key) {
    int method = name(key).lastIndexOf('.');
    return "io.weir.bench."
        + name(key).substring(0, method)
        + "Benchmark"
        + name(key).substring(method);
  }

  private static String name(String key) {
    return key.split(" ", 2)[0];
  }

  /** A pattern that measures it and little else. */
  private static String pattern(String key) {
    String name = name(key);
    String type = name.substring(0, name.lastIndexOf('.'));
    return type.substring(type.lastIndexOf('.') + 1) + "Benchmark";
  }
}
