package io.weir.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Benchmark results as a Markdown table that people can read as it is. A ratio is CPU time per
 * thing done over that of the yardstick in the same run.
 */
final class ResultTable {
  private static final int TEXT_COLUMNS = 2;

  private final List<String[]> rows = new ArrayList<>();

  ResultTable(List<BenchmarkResult> results) {
    Map<String, BenchmarkResult> yardsticks =
        results.stream()
            .filter(result -> result.yardstick().isEmpty())
            .collect(Collectors.toMap(ResultTable::className, result -> result));
    rows.add(
        new String[] {
          "Benchmark", "Parameters", "ns", "±", "CPU ns", "bytes allocated", "ratio", "to"
        });
    for (BenchmarkResult result : results) {
      String yardstick = result.yardstick().map(found -> found.value().getName()).orElse("");
      rows.add(row(result, yardsticks.get(yardstick)));
    }
  }

  private static String[] row(BenchmarkResult result, @Nullable BenchmarkResult yardstick) {
    return new String[] {
      result.name(),
      result.parameterText(),
      number("%,.1f", result.elapsedNs()),
      number("%,.1f", result.errorNs()),
      number("%,.1f", result.cpuNs()),
      number("%,.1f", result.allocatedBytes()) + (result.allocatesTooMuch() ? " (!)" : ""),
      yardstick == null
          ? ""
          : number("%,.2f", result.cpuNs() / result.things() / yardstick.cpuNs()),
      yardstick == null ? "" : yardstick.name().replace("yardstick.", "")
    };
  }

  private static String className(BenchmarkResult result) {
    String benchmark = result.run().getParams().getBenchmark();
    return benchmark.substring(0, benchmark.lastIndexOf('.'));
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
  }

  @Override
  public String toString() {
    int columns = rows.getFirst().length;
    int[] widths = new int[columns];
    for (String[] row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      for (int i = 0; i < columns; i++) {
        String format = isText(i, columns) ? "| %-" + widths[i] + "s " : "| %" + widths[i] + "s ";
        text.append(String.format(Locale.ROOT, format, rows.get(r)[i]));
      }
      text.append("|\n");
      if (r == 0) {
        for (int i = 0; i < columns; i++) {
          text.append("|").append("-".repeat(widths[i] + 1)).append(isText(i, columns) ? "-" : ":");
        }
        text.append("|\n");
      }
    }
    return text.toString();
  }

  private static boolean isText(int column, int columns) {
    return column < TEXT_COLUMNS || column == columns - 1;
  }
}
