package io.weir.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Benchmark results as a Markdown table that people can read as it is. A ratio is CPU time per
 * thing done over that of the yardstick in the same run.
 */
final class ResultTable {
  private static final int TEXT_COLUMNS = 2;

  private final List<String[]> rows = new ArrayList<>();

  ResultTable(List<BenchmarkResult> results) {
    Yardsticks yardsticks = new Yardsticks(results);
    rows.add(
        new String[] {
          "Benchmark", "Parameters", "ns", "±", "CPU ns", "bytes allocated", "ratio", "to"
        });
    for (BenchmarkResult result : results) {
      rows.add(row(result, yardsticks));
    }
  }

  private static String[] row(BenchmarkResult result, Yardsticks yardsticks) {
    return new String[] {
      result.name(),
      result.parameterText(),
      number("%,.1f", result.elapsedNs()),
      number("%,.1f", result.errorNs()),
      number("%,.1f", result.cpuNs()),
      number("%,.1f", result.allocatedBytes()) + (result.allocatesTooMuch() ? " (!)" : ""),
      number("%,.2f", yardsticks.ratio(result).orElse(Double.NaN)),
      yardsticks.of(result).stream()
          .map(found -> found.name().replace("yardstick.", ""))
          .collect(Collectors.joining(" + "))
    };
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
