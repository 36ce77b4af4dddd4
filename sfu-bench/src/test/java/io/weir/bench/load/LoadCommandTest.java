package io.weir.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.load.report.LoadResult;
import io.weir.bench.load.report.ResultJson;
import io.weir.bench.load.report.Results;
import io.weir.bench.load.scenario.LoadSetting;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class LoadCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... arguments) {
    CommandLine line = LoadCommand.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "live --viewrs 3|--viewrs",
        "live --viewers|--viewers",
        "live --viewers x|viewers (--viewers) wants a whole number",
        "|Nobody would join",
        "live --fail-if los>1%|no measure \"los\"",
        "live --scenario /nowhere.yaml|cannot be read",
        "live --server ftp://host|wants a URL like http://host:port",
        "live --whip nonsense|wants a URL like http://host:port",
        "live --key secret|id:secret",
        "live --server-pid 999999999|no process 999999999",
        "conference --whip http://h/{room}|--publishers and --viewers",
        "compare a.json|B.json",
        "merge /nowhere.json|cannot be read",
        "party|party",
      })
  void whatCannotBeDoneIsSaidAndNothingIsStarted(String arguments, String sentence) {
    String[] words = arguments == null ? new String[0] : arguments.split(" ", -1);
    assertThat(execute(words)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(sentence == null ? "" : sentence);
  }

  @Test
  void helpNamesEverySettingWithItsMeaning() {
    assertThat(execute("--help")).isZero();
    for (LoadSetting setting : LoadSetting.values()) {
      assertThat(out.toString()).contains(setting.option());
    }
    assertThat(out.toString()).contains("Exit codes").contains("join-storm");
  }

  @Test
  void aPresetsHelpShowsItsOwnDefaults() {
    assertThat(execute("live", "--help")).isZero();
    assertThat(out.toString()).containsPattern("--viewers=N .*\\(50\\)");
  }

  @Test
  void measuresAreListed() {
    assertThat(execute("measures")).isZero();
    assertThat(out.toString()).contains("cpuPerPacket").contains("delay.p99");
  }

  @Test
  void resultsAreComparedAndMerged(@TempDir Path folder) throws IOException {
    Path first = folder.resolve("a.json");
    Path second = folder.resolve("b.json");
    Files.writeString(first, ResultJson.write(result(true, 0)));
    Files.writeString(second, ResultJson.write(result(true, 1)));
    assertThat(execute("compare", first.toString(), second.toString())).isZero();
    assertThat(out.toString()).contains(" (A)").contains(" (B)").contains("worse");
    assertThat(execute("compare", "--fail", first.toString(), second.toString()))
        .isEqualTo(ExitCode.CONDITION);
    Path both = folder.resolve("both.json");
    Path page = folder.resolve("pages/both.html");
    int code =
        execute(
            "merge",
            first.toString(),
            second.toString(),
            "-o",
            both.toString(),
            "--html",
            page.toString());
    assertThat(code).isIn(ExitCode.GOOD, ExitCode.NOT_VALID);
    assertThat(page).content().containsPattern("test \\d+ \\+ test \\d+");
    assertThat(both).content().contains("\"tester.testers\"");
  }

  @Test
  void resultsThatAreNotValidAreNotComparedAsIfTheyWere(@TempDir Path folder) throws IOException {
    Path good = folder.resolve("a.json");
    Path bad = folder.resolve("b.json");
    Files.writeString(good, ResultJson.write(result(true, 0)));
    Files.writeString(bad, ResultJson.write(result(false, 0)));
    assertThat(execute("compare", good.toString(), bad.toString())).isEqualTo(ExitCode.NOT_VALID);
    assertThat(execute("compare", "--fail", bad.toString(), good.toString()))
        .isEqualTo(ExitCode.NOT_VALID);
  }

  /** One of those that are valid, or not. */
  private static LoadResult result(boolean valid, int index) {
    return LongStream.range(0, 1_000)
        .mapToObj(Results::of)
        .filter(result -> result.verdict().isValid() == valid)
        .skip(index)
        .findFirst()
        .orElseThrow();
  }
}
