package io.weir.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;

/**
 * Compares the ratios of a run with those checked in. What seems worse is measured again, and the
 * median of three runs decides: on a machine that does other things, too, one run may be bad luck.
 */
final class Guard {
  /** A ratio may be this many times the one checked in. */
  static final double TOLERANCE = 1.2;

  private static final int RUNS = 3;

  private final Path file;
  private final boolean update;
  private final Pattern asked;
  private final PrintStream out = System.out;

  /**
   * A guard of one file.
   *
   * @param update whether to write what was measured to the file rather than to compare
   * @param pattern which benchmarks should have been measured
   */
  Guard(Path file, boolean update, String pattern) {
    this.file = file;
    this.update = update;
    this.asked = Pattern.compile(pattern);
  }

  /**
   * Judges a run and tells why.
   *
   * @param run the same run, to be repeated for some benchmarks
   * @return whether nothing got worse
   */
  boolean judge(List<BenchmarkResult> results, JmhRun run)
      throws IOException, RunnerException, CommandLineOptionException {
    Ratios expected = Ratios.read(file);
    Ratios measured = Ratios.of(results);
    GuardedSet set =
        new GuardedSet(
            Set.copyOf(expected.keys()),
            measured.keys(),
            JmhRun.benchmarks(),
            key -> asked.matcher(GuardedSet.fullName(key)).find(),
            JmhRun.hindrance());
    if (update) {
      set.unknown().forEach(key -> out.println("New: " + key));
      set.gone().forEach(key -> out.println("Forgotten: " + key));
      set.unmeasured().forEach(key -> out.println("Left as it was, not measured: " + key));
      set.gone().forEach(expected::remove);
      measured.keys().forEach(key -> expected.put(key, measured.get(key).orElseThrow()));
      expected.write(file);
      WholePathChart.write(Ratios.read(file), file);
      out.println("Written: " + file + ", " + WholePathChart.beside(file));
      return true;
    }
    Set<String> worse = worse(expected, measured);
    boolean kept = worse.isEmpty() || confirm(worse, results, expected, measured, run);
    // Last, where readers look.
    set.sentences().forEach(out::println);
    return kept && set.sentences().isEmpty();
  }

  /** Those that cost more than they may. */
  static Set<String> worse(Ratios expected, Ratios measured) {
    Set<String> worse = new LinkedHashSet<>();
    for (String key : measured.keys()) {
      expected
          .get(key)
          .ifPresent(limit -> {
            if (measured.get(key).orElseThrow() > limit * TOLERANCE) {
              worse.add(key);
            }
          });
    }
    return worse;
  }

  /** The middle one of an odd number of values. */
  static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  /** The results of the whole run stay. */
  private static Path again(Path json) {
    return json.resolveSibling("again-" + json.getFileName());
  }

  private boolean confirm(
      Set<String> suspects,
      List<BenchmarkResult> results,
      Ratios expected,
      Ratios measured,
      JmhRun run)
      throws IOException, RunnerException, CommandLineOptionException {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    for (String key : suspects) {
      values.put(key, new ArrayList<>(List.of(measured.get(key).orElseThrow())));
    }
    List<String> patterns =
        results.stream()
            .filter(result -> suspects.contains(result.key()))
            .map(result -> "^" + Pattern.quote(result.run().getParams().getBenchmark()) + "$")
            .distinct()
            .toList();
    JmhRun again = new JmhRun(run.length(), again(run.json()), patterns, run.jmhArguments());
    for (int i = 1; i < RUNS; i++) {
      out.printf("%nMeasuring again what seems worse: %s%n", String.join(", ", suspects));
      Ratios next = Ratios.of(again.run());
      values.forEach((key, list) -> next.get(key).ifPresent(list::add));
    }
    boolean kept = true;
    for (Map.Entry<String, List<Double>> entry : values.entrySet()) {
      double limit = expected.get(entry.getKey()).orElseThrow();
      double ratio = median(entry.getValue());
      boolean holds = ratio <= limit * TOLERANCE;
      out.printf(
          "%s: %.2f times its yardstick, %.2f checked in%s%n",
          entry.getKey(), ratio, limit, holds ? "" : ": WORSE");
      kept &= holds;
    }
    return kept;
  }
}
