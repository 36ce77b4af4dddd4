package io.weir.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Runs benchmarks and prints a table: {@code [--quick] [--json FILE] [PATTERN] [-- JMH arguments]};
 * with {@code guard} before that, compares their ratios with those checked in ({@link Guard}).
 */
public final class Main {
  private static final String USAGE =
      """
      [--quick] [--json FILE] [PATTERN] [-- JMH arguments]
      guard --ratios FILE [--update] [--json FILE] [PATTERN] [-- JMH arguments]\
      """;

  private static final String EVERYTHING = ".*";

  private boolean guard;
  private boolean update;
  private JmhRun.Length length = JmhRun.Length.FULL;
  private Path json = Path.of("target", "jmh.json");
  private Path ratios = Path.of("ratios.txt");
  private String pattern = EVERYTHING;
  private List<String> jmhArguments = List.of();

  private Main(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      switch (argument) {
        case "guard" -> {
          guard = true;
          length = JmhRun.Length.GUARD;
        }
        case "--update" -> {
          update = true;
          length = JmhRun.Length.FULL;
        }
        case "--quick" -> length = JmhRun.Length.QUICK;
        case "--json" -> json = Path.of(arguments.get(++i));
        case "--ratios" -> ratios = Path.of(arguments.get(++i));
        case "--" -> {
          jmhArguments = arguments.subList(i + 1, arguments.size());
          i = arguments.size();
        }
        default -> pattern = argument;
      }
    }
  }

  /** Entry point; exits with 0 when every benchmark ran and none got worse or too greedy. */
  public static void main(String[] arguments) throws Exception {
    if (Arrays.asList(arguments).contains("--help")) {
      System.out.println(USAGE);
      return;
    }
    if (!new Main(List.of(arguments)).run()) {
      System.exit(1);
    }
  }

  private boolean run() throws Exception {
    JmhRun first = new JmhRun(length, json, List.of(pattern), jmhArguments);
    List<BenchmarkResult> results = first.run();
    System.out.println();
    System.out.print(new ResultTable(results));
    List<BenchmarkResult> greedy =
        results.stream().filter(BenchmarkResult::allocatesTooMuch).toList();
    greedy.forEach(result ->
        System.out.printf(
            "%s %s allocates more than it may%n", result.name(), result.parameterText()));
    boolean kept = !guard || new Guard(ratios, update, pattern).judge(results, first);
    return greedy.isEmpty() && kept;
  }
}
