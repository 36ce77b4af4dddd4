package io.weir.bench.load;

import io.weir.bench.load.report.Comparison;
import io.weir.bench.load.report.ResultException;
import io.weir.bench.load.report.ResultJson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code load compare}. */
@Command(
    name = "compare",
    description = "Shows two results side by side and marks what is worse in the second.",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

  private static final double PERCENT = 100;

  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us.
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  @Parameters(index = "0", paramLabel = "A.json", description = "the result before")
  private Path before;

  @SuppressWarnings("NullAway.Init")
  @Parameters(index = "1", paramLabel = "B.json", description = "the result after")
  private Path after;

  @Option(
      names = "--tolerance",
      paramLabel = "PERCENT",
      description = "change that is nothing to speak of (${DEFAULT-VALUE})")
  private double tolerance = 10;

  @Option(
      names = "--fail",
      description = "exit with 1 when anything is worse, or not measured any more")
  private boolean fail;

  @Option(names = "--all", description = "compare every measure, not only the usual ones")
  private boolean all;

  @Override
  public Integer call() {
    try {
      Comparison comparison =
          new Comparison(ResultJson.read(before), ResultJson.read(after), tolerance / PERCENT, all);
      PrintWriter out = spec.commandLine().getOut();
      out.print(comparison.text());
      out.flush();
      if (!comparison.isValid()) {
        return ExitCode.NOT_VALID;
      }
      return fail && comparison.isWorse() ? ExitCode.CONDITION : ExitCode.GOOD;
    } catch (ResultException e) {
      spec.commandLine().getErr().println("load compare: " + e.getMessage());
      return ExitCode.USAGE;
    }
  }
}
