package io.weir.bench.load;

import io.weir.bench.load.report.LoadResult;
import io.weir.bench.load.report.ResultException;
import io.weir.bench.load.report.ResultJson;
import io.weir.bench.load.report.TextSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code load merge}; with one file it writes that result's report again. */
@Command(
    name = "merge",
    description = "Makes one result of those of testers that ran at the same time.",
    mixinStandardHelpOptions = true)
final class MergeCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us.
  @Spec
  private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE.json", description = "results")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = {"-o", "--json"},
      paramLabel = "FILE",
      description = "write the result as JSON")
  private @Nullable Path json;

  @Option(names = "--html", paramLabel = "FILE", description = "write a page with plots")
  private @Nullable Path html;

  @Override
  public Integer call() {
    try {
      LoadResult merged = ResultJson.read(files.getFirst());
      for (Path file : files.subList(1, files.size())) {
        merged = merged.plus(ResultJson.read(file));
      }
      PrintWriter out = spec.commandLine().getOut();
      out.print(TextSummary.of(merged));
      Outputs.write(merged, json, html, out);
      out.flush();
      return merged.verdict().isValid() ? ExitCode.GOOD : ExitCode.NOT_VALID;
    } catch (ResultException e) {
      return refuse(e.getMessage());
    } catch (IOException e) {
      return refuse("The result cannot be written: " + e.getMessage());
    }
  }

  private int refuse(@Nullable String sentence) {
    spec.commandLine().getErr().println("load merge: " + sentence);
    return ExitCode.USAGE;
  }
}
