package io.weir.bench.load;

import io.weir.bench.load.report.Condition;
import io.weir.bench.load.report.Figure;
import io.weir.bench.load.report.LoadResult;
import io.weir.bench.load.report.Measure;
import io.weir.bench.load.report.ResultException;
import io.weir.bench.load.report.TextSummary;
import io.weir.bench.load.scenario.LoadSetting;
import io.weir.bench.load.scenario.Preset;
import io.weir.bench.load.scenario.Scenario;
import io.weir.bench.load.scenario.ScenarioFile;
import io.weir.bench.load.scenario.SettingException;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code load}, and with a preset each of its subcommands that run a test. */
@Command(
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = LoadCommand.Version.class)
public final class LoadCommand implements Callable<Integer> {

  private static final int HELP_WIDTH = 100;

  private static final String FOOTER =
      """

      Examples
        load live --viewers 200 --server-pid $(pgrep -f weir.jar)
        load conference --rooms 10 --size 5 --html report.html --fail-if 'loss>0.1%%'
        load --scenario my.yaml --duration 5m
        load live --whip https://sfu/whip/{room} --whep https://sfu/whep/{room}

      Exit codes
        0 measured · 1 a --fail-if was met · 2 wrong options · 3 not valid, for instance because
        the tester was the bottleneck · 4 nobody could join
      """;

  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us.
  @Spec
  private CommandSpec spec;

  private final @Nullable Preset preset;

  @Option(
      names = "--scenario",
      paramLabel = "FILE",
      description = "settings from a YAML file; options override it")
  private @Nullable Path scenarioFile;

  @Option(names = "--json", paramLabel = "FILE", description = "write the result as JSON")
  private @Nullable Path json;

  @Option(names = "--html", paramLabel = "FILE", description = "write a page with plots")
  private @Nullable Path html;

  @Option(
      names = "--fail-if",
      paramLabel = "CONDITION",
      description = "exit with 1 if it holds, as in 'loss>0.1%%' or 'delay.p99>50ms'; repeatable")
  private List<String> conditions = new ArrayList<>();

  @Option(
      names = {"-q", "--quiet"},
      description = "no progress, only the result")
  private boolean quiet;

  private LoadCommand(@Nullable Preset preset) {
    this.preset = preset;
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine root = line(null, "load", "Plays WebRTC clients against a server and measures it.");
    root.getCommandSpec().usageMessage().footer(FOOTER.split("\n", -1));
    for (Preset preset : Preset.values()) {
      root.addSubcommand(line(preset, preset.word(), preset.meaning()));
    }
    root.addSubcommand(new CompareCommand());
    root.addSubcommand(new MergeCommand());
    root.addSubcommand(new MeasuresCommand());
    root.setParameterExceptionHandler(LoadCommand::refuse);
    return root;
  }

  /** One sentence; the whole help would hide it. */
  private static int refuse(CommandLine.ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    command.getErr().println("load: " + wrong.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
    command.getErr().println(command.getCommandSpec().qualifiedName() + " --help tells more.");
    return ExitCode.USAGE;
  }

  private static CommandLine line(@Nullable Preset preset, String name, String description) {
    CommandLine line = new CommandLine(new LoadCommand(preset));
    line.getCommandSpec()
        .name(name)
        .usageMessage()
        .width(HELP_WIDTH)
        .customSynopsis(name + " [OPTIONS]")
        .description(description);
    SettingOptions.addTo(line.getCommandSpec(), preset == null ? Map.of() : preset.settings());
    return line;
  }

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try {
      Map<LoadSetting, String> settings = settings();
      Map<String, Condition> failIf = new LinkedHashMap<>();
      for (String condition : conditions) {
        failIf.put(condition, Condition.parse(condition));
      }
      Scenario scenario = Scenario.of(settings);
      Target target = Target.of(settings);
      target.check(scenario);
      return run(scenario, target, failIf);
    } catch (SettingException | ResultException e) {
      err.println("load: " + e.getMessage());
      return ExitCode.USAGE;
    } catch (IOException e) {
      err.println("load: The tester cannot work: " + e.getMessage());
      return ExitCode.USAGE;
    }
  }

  private Map<LoadSetting, String> settings() throws SettingException {
    Map<LoadSetting, String> settings = new EnumMap<>(LoadSetting.class);
    if (preset != null) {
      settings.putAll(Scenario.settingsOf(preset));
    }
    if (scenarioFile != null) {
      settings.putAll(ScenarioFile.read(scenarioFile));
    }
    settings.putAll(SettingOptions.given(spec.commandLine().getParseResult()));
    return settings;
  }

  private int run(Scenario scenario, Target target, Map<String, Condition> failIf)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    boolean terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    Progress progress = quiet ? Progress.NONE : new ProgressPrinter(out, terminal);
    LoadRun run = new LoadRun(scenario, target, progress, result -> met(result, failIf));
    Interruption interruption = Interruption.onCtrlC(run::stop);
    try {
      LoadResult result = run.run();
      out.println();
      out.print(TextSummary.of(result));
      Outputs.write(result, json, html, out);
      int code = judge(result, failIf, out);
      out.flush();
      return code;
    } finally {
      interruption.over();
    }
  }

  /** The conditions that hold. */
  private static List<String> met(LoadResult result, Map<String, Condition> failIf) {
    return failIf.entrySet().stream()
        .filter(entry -> entry.getValue().holds(result))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static int judge(LoadResult result, Map<String, Condition> failIf, PrintWriter out) {
    for (Map.Entry<String, Condition> entry : failIf.entrySet()) {
      for (Measure measure : entry.getValue().unanswered(result)) {
        out.println(
            "Note: "
                + measure.name()
                + " was not measured, so it does not answer "
                + entry.getKey());
      }
    }
    List<String> met = met(result, failIf);
    met.forEach(condition -> out.println("FAILED: " + condition));
    if (result.of(Figure.CLIENTS_JOINED) == 0) {
      return ExitCode.NOBODY_JOINED;
    }
    if (!result.verdict().isValid()) {
      return ExitCode.NOT_VALID;
    }
    return met.isEmpty() ? ExitCode.GOOD : ExitCode.CONDITION;
  }

  /** Tells the version that the build wrote into the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {

    @Override
    public String[] getVersion() {
      return new String[] {Local.description()};
    }
  }
}
