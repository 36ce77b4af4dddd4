package io.weir.bench;

import io.weir.core.srtp.IpsecMb;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * One run of JMH with this project's settings: JVM options as the server runs, allocation and CPU
 * time measured, yardsticks always included, because ratios hold only within one run.
 *
 * @param length how long it measures
 * @param json takes JMH's own results
 * @param patterns regular expressions of what to run
 * @param jmhArguments further options of JMH; they win
 */
record JmhRun(Length length, Path json, List<String> patterns, List<String> jmhArguments) {
  private static final String YARDSTICKS = "\\.yardstick\\.";
  private static final String IPSEC_MB = "IpsecMb|WholePath";

  /**
   * How long a run measures.
   *
   * @param forks JVMs; two, because what the compiler chose in one may be luck
   * @param warmUp iterations of a second; the ciphers need several: without the JDK's intrinsics
   *     they are a hundred times slower
   * @param iterations iterations that are measured
   * @param milliseconds length of each of these
   */
  record Length(int forks, int warmUp, int iterations, int milliseconds) {
    /** For figures. */
    static final Length FULL = new Length(2, 4, 5, 1000);

    /** For comparing them with those checked in. */
    static final Length GUARD = new Length(1, 3, 4, 700);

    /** Whether it runs at all; the figures are rough. */
    static final Length QUICK = new Length(1, 2, 2, 300);
  }

  /** Names of all benchmarks that there are, as {@link BenchmarkResult#name} has them. */
  static Set<String> benchmarks() {
    OutputFormat nobody =
        OutputFormatFactory.createFormatInstance(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            VerboseMode.SILENT);
    return BenchmarkList.defaultList().getAll(nobody, List.of()).stream()
        .map(entry -> BenchmarkResult.name(entry.getUsername()))
        .collect(Collectors.toSet());
  }

  /** Why some cannot run here, in parentheses; empty when all can. */
  static String hindrance() {
    return IpsecMb.unfitness()
        .map(reason -> "(ipsec-mb does not run here: " + reason + ")")
        .orElse("");
  }

  /** Runs the benchmarks, one after another; JMH writes its progress to the terminal. */
  List<BenchmarkResult> run() throws IOException, RunnerException, CommandLineOptionException {
    Path folder = json.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    CommandLineOptions given = new CommandLineOptions(jmhArguments.toArray(String[]::new));
    ChainedOptionsBuilder options = new OptionsBuilder().parent(given);
    patterns.forEach(options::include);
    IpsecMb.unfitness()
        .ifPresent(reason -> {
          System.out.println("Without the benchmarks of ipsec-mb: " + reason);
          options.exclude(IPSEC_MB);
        });
    options
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
        .forks(given.getForkCount().orElse(length.forks()))
        .warmupIterations(given.getWarmupIterations().orElse(length.warmUp()))
        .warmupTime(given.getWarmupTime().orElse(TimeValue.seconds(1)))
        .measurementIterations(given.getMeasurementIterations().orElse(length.iterations()))
        .measurementTime(
            given.getMeasurementTime().orElse(TimeValue.milliseconds(length.milliseconds())));
    return new Runner(options.build()).run().stream().map(BenchmarkResult::new).toList();
  }
}
