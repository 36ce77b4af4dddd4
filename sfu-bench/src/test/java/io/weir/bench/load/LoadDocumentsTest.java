package io.weir.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.load.report.Measure;
import io.weir.bench.load.scenario.LoadSetting;
import io.weir.bench.load.scenario.Preset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Holds the command and its pages to each other. Run it with {@code -Dweir.write-docs=true} to
 * write the page of settings anew.
 */
class LoadDocumentsTest {

  private static final Path PAGE = Path.of("docs", "load-settings.md");
  private static final Path GUIDE = Path.of("docs", "load.md");
  private static final Pattern MEASURE = Pattern.compile("--fail-if '([a-zA-Z.0-9]+)[<>=!]");

  @Test
  void thePageOfSettingsHasEveryOption() throws IOException {
    String page = page();
    if (Boolean.getBoolean("weir.write-docs")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE)
        .as("write it anew: deploy/test --unit -Dtest=LoadDocumentsTest -Dweir.write-docs=true")
        .hasContent(page);
  }

  private static String page() {
    StringBuilder page =
        new StringBuilder(
            """
            # Settings of the load tester

            Every setting is an option of `deploy/load` and a key of YAML files; [load.md](load.md) tells what they do together. A
            preset's own defaults are in its help: `deploy/load live --help`.
            """);
    for (LoadSetting.Group group : LoadSetting.Group.values()) {
      page.append("\n## ").append(group.title()).append("\n\n");
      page.append("| Option | Key | Default | |\n|---|---|---|---|\n");
      for (LoadSetting setting : LoadSetting.values()) {
        if (setting.group() == group) {
          page.append(
              "| `%s` | `%s` | %s | %s |\n"
                  .formatted(
                      (setting.option() + " " + setting.label()).strip(),
                      setting.key(),
                      setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "`",
                      setting.meaning()));
        }
      }
    }
    page.append("\n## Of the command alone\n\n| Option | |\n|---|---|\n");
    for (OptionSpec option : LoadCommand.commandLine().getCommandSpec().options()) {
      if (isOfTheCommand(option)) {
        page.append(
            "| `%s` | %s |\n"
                .formatted(
                    (String.join("`, `", option.names())
                            + (option.arity().max() > 0 ? " " + option.paramLabel() : ""))
                        .strip(),
                    String.join(" ", option.description()).replace("%%", "%")));
      }
    }
    return page.toString();
  }

  private static boolean isOfTheCommand(OptionSpec option) {
    for (LoadSetting setting : LoadSetting.values()) {
      if (setting.option().equals(option.longestName())) {
        return false;
      }
    }
    return true;
  }

  @Test
  void theGuideNamesEveryPresetAndEveryCommand() throws IOException {
    assertThat(GUIDE).content().contains("(load-settings.md)");
    for (Preset preset : Preset.values()) {
      assertThat(GUIDE).content().contains("| `" + preset.word() + "` |");
    }
    for (CommandLine command : LoadCommand.commandLine().getSubcommands().values()) {
      String name = command.getCommandName();
      assertThat(Preset.find(name).isPresent() || Files.readString(GUIDE).contains("load " + name))
          .as("deploy/load %s", name)
          .isTrue();
    }
  }

  @Test
  void conditionsInTheGuideAskForMeasuresThatThereAre() throws IOException {
    Matcher matcher = MEASURE.matcher(Files.readString(GUIDE));
    int found = 0;
    while (matcher.find()) {
      found++;
      Optional<Measure> measure = Measure.find(matcher.group(1));
      assertThat(measure).as(matcher.group(1)).isPresent();
    }
    assertThat(found).isPositive();
  }
}
