package io.weir.bench.load;

import io.weir.bench.load.report.Measure;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code load measures}. */
@Command(
    name = "measures",
    description = "Lists what is measured, by the names that --fail-if takes.",
    mixinStandardHelpOptions = true)
final class MeasuresCommand implements Runnable {

  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us.
  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    int width =
        Measure.values().stream().mapToInt(measure -> measure.name().length()).max().orElse(0);
    for (Measure measure : Measure.values()) {
      out.printf("%-" + width + "s  %s%n", measure.name(), measure.meaning());
    }
    out.flush();
  }
}
