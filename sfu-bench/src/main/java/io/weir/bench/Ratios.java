package io.weir.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/**
 * Ratios by benchmark and parameters, as they stand in a text file: one per line, the ratio first,
 * lines of {@code #} are comments.
 */
final class Ratios {
  private static final List<String> HEADING =
      List.of(
          "# CPU time of each benchmark over that of its yardstick in the same run.",
          "# Written by `deploy/bench guard --update`, compared with by `deploy/bench guard`.");

  private final Map<String, Double> byKey = new TreeMap<>();

  /** Those of one run. */
  static Ratios of(List<BenchmarkResult> results) {
    Yardsticks yardsticks = new Yardsticks(results);
    Ratios ratios = new Ratios();
    for (BenchmarkResult result : results) {
      yardsticks.ratio(result).ifPresent(ratio -> ratios.put(result.key(), ratio));
    }
    return ratios;
  }

  /**
   * Reads a file; one that is not there has none.
   *
   * @throws IOException if it cannot be read, or a line has no ratio
   */
  static Ratios read(Path file) throws IOException {
    Ratios ratios = new Ratios();
    if (!Files.exists(file)) {
      return ratios;
    }
    for (String line : Files.readAllLines(file)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] words = line.strip().split("\\s+", 2);
      try {
        ratios.put(words[1], Double.parseDouble(words[0]));
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException wrong) {
        throw new IOException(file + ": no ratio and benchmark in: " + line, wrong);
      }
    }
    return ratios;
  }

  /** Writes them in the order of their names. */
  void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>(HEADING);
    byKey.forEach((key, ratio) -> lines.add(String.format(Locale.ROOT, "%8.3f  %s", ratio, key)));
    Files.write(file, lines);
  }

  void put(String key, double ratio) {
    byKey.put(key, ratio);
  }

  void remove(String key) {
    byKey.remove(key);
  }

  OptionalDouble get(String key) {
    Double ratio = byKey.get(key);
    return ratio == null ? OptionalDouble.empty() : OptionalDouble.of(ratio);
  }

  /** Benchmarks with their parameters. */
  Set<String> keys() {
    return byKey.keySet();
  }
}
