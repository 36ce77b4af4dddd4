package io.weir.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs benchmarks and prints a table: {@code [--quick] [--json FILE] [PATTERN] [-- JMH arguments]}.
 */
public final class Main {
  private static final String USAGE = "[--quick] [--json FILE] [PATTERN] [-- JMH arguments]";

  /** They belong to every run: ratios hold only within one. */
  private static final String YARDSTICKS = "\\.yardstick\\.";

  private boolean quick;
  private Path json = Path.of("target", "jmh.json");
  private String pattern = ".*";
  private String[] jmhArguments = {};

  private Main(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      switch (argument) {
        case "--quick" -> quick = true;
        case "--json" -> json = Path.of(arguments.get(++i));
        case "--" -> {
          jmhArguments = arguments.subList(i + 1, arguments.size()).toArray(String[]::new);
          i = arguments.size();
        }
        default -> pattern = argument;
      }
    }
  }

  /** Entry point; exits with 0 when every benchmark ran and none allocated more than it may. */
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
    Path folder = json.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    CommandLineOptions given = new CommandLineOptions(jmhArguments);
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .parent(given)
            .include(pattern)
            .include(YARDSTICKS)
            .addProfiler(GCProfiler.class)
            .addProfiler(CpuTimeProfiler.class)
            .resultFormat(ResultFormatType.JSON)
            .result(json.toString())
            .shouldFailOnError(true)
            // As the server runs; the second one is for Jitsi's libraries.
            .jvmArgsAppend(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseZGC")
            // Two forks, because what the compiler chose in one may be luck. The ciphers need a
            // long
            // warm-up: without the JDK's intrinsics they are a hundred times slower.
            .forks(given.getForkCount().orElse(quick ? 1 : 2))
            .warmupIterations(given.getWarmupIterations().orElse(quick ? 2 : 4))
            .warmupTime(given.getWarmupTime().orElse(TimeValue.seconds(1)))
            .measurementIterations(given.getMeasurementIterations().orElse(quick ? 2 : 5))
            .measurementTime(
                given.getMeasurementTime().orElse(TimeValue.milliseconds(quick ? 300 : 1000)));
    List<BenchmarkResult> results =
        new Runner(options.build()).run().stream().map(BenchmarkResult::new).toList();
    System.out.println();
    System.out.print(new ResultTable(results));
    List<BenchmarkResult> greedy =
        results.stream().filter(BenchmarkResult::allocatesTooMuch).toList();
    greedy.forEach(result ->
        System.out.printf(
            "%s %s allocates more than it may%n", result.name(), result.parameterText()));
    return greedy.isEmpty();
  }
}
