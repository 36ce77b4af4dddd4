package io.weir.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** Benchmark results as a Markdown table that people can read as it is. */
final class ResultTable {
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private final List<String[]> rows = new ArrayList<>();

  ResultTable(Collection<RunResult> results) {
    rows.add(new String[] {"Benchmark", "Parameters", "ns", "±", "CPU ns", "bytes allocated"});
    for (RunResult result : results) {
      rows.add(row(result));
    }
  }

  private static String[] row(RunResult result) {
    BenchmarkParams params = result.getParams();
    Result<?> time = result.getPrimaryResult();
    return new String[] {
      params.getBenchmark().replace("io.weir.bench.", "").replace("Benchmark.", "."),
      parameters(params),
      number(time.getScore()),
      number(time.getScoreError()),
      secondary(result, CpuTimeProfiler.LABEL),
      secondary(result, ALLOCATED)
    };
  }

  private static String secondary(RunResult result, String label) {
    Result<?> found = result.getSecondaryResults().get(label);
    return found == null ? "" : number(found.getScore());
  }

  private static String parameters(BenchmarkParams params) {
    return params.getParamsKeys().stream()
        .map(key -> key + "=" + params.getParam(key))
        .collect(Collectors.joining(" "));
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%,.1f", value);
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
        String format = i < 2 ? "| %-" + widths[i] + "s " : "| %" + widths[i] + "s ";
        text.append(String.format(Locale.ROOT, format, rows.get(r)[i]));
      }
      text.append("|\n");
      if (r == 0) {
        for (int i = 0; i < columns; i++) {
          text.append("|").append("-".repeat(widths[i] + 1)).append(i < 2 ? "-" : ":");
        }
        text.append("|\n");
      }
    }
    return text.toString();
  }
}
