package io.weir.signaling.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the reference file, {@code settings.md} and {@link Setting} to each other. */
class SettingsDocumentsTest {

  private static final Path REFERENCE = Path.of("../deploy/weir.yaml");
  private static final Path PAGE = Path.of("docs/settings.md");
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| `(WEIR_\\w+)` \\| (?:`([\\w.]+)`)? ?\\| ([^|]*) \\|", Pattern.MULTILINE);

  /** Some settings only make sense with others, or with files that are not here. */
  private static final Set<Setting> EXAMPLES_THAT_NEED_MORE =
      Set.of(Setting.WEIR_TLS_CERT, Setting.WEIR_TLS_KEY);

  @Test
  void shouldChangeNothingAsDelivered() throws Exception {
    assertThat(SettingsReader.read(Map.of(), REFERENCE)).isEqualTo(SettingsReader.read(Map.of()));
  }

  @Test
  void shouldShowEverySettingInTheReferenceFileWithItsVariable(@TempDir Path folder)
      throws Exception {
    Map<Setting, GivenValue> shown = uncommented(folder);
    Set<Setting> missing =
        Arrays.stream(Setting.values())
            .filter(setting -> !setting.key().isEmpty() && !shown.containsKey(setting))
            .filter(setting -> !EXAMPLES_THAT_NEED_MORE.contains(setting))
            .collect(Collectors.toSet());
    assertThat(missing).isEmpty();
    String text = Files.readString(REFERENCE);
    for (Setting setting : shown.keySet()) {
      assertThat(text).containsPattern("[\\[ ]" + setting + "[],]");
    }
  }

  @Test
  void shouldShowDefaultsThatAreTheDefaults(@TempDir Path folder) throws Exception {
    uncommented(folder)
        .forEach((setting, value) -> {
          if (setting.defaultText().matches("[a-z]+|[0-9.]+")
              && !setting.defaultText().equals("none")) {
            assertThat(value.text()).as("%s", setting).isEqualTo(setting.defaultText());
          }
        });
  }

  @Test
  void shouldBeReadableWithEverySettingUncommented(@TempDir Path folder) throws Exception {
    uncommented(folder);
    Settings settings = SettingsReader.read(Map.of(), folder.resolve("all.yaml"));
    assertThat(settings.apiKeys()).isNotEmpty();
    assertThat(settings.iceServers()).isNotEmpty();
  }

  @Test
  void shouldListEverySettingInThePageWithItsKeyAndDefault() throws IOException {
    Matcher rows = ROW.matcher(Files.readString(PAGE));
    List<String> listed =
        rows.results()
            .map(row -> row.group(1) + " " + (row.group(2) == null ? "" : row.group(2)))
            .toList();
    assertThat(listed)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Setting.values()).map(s -> s.name() + " " + s.key()).toList());
    rows.reset();
    while (rows.find()) {
      assertThat(rows.group(3).replace("`", ""))
          .as(rows.group(1))
          .isEqualTo(Setting.valueOf(rows.group(1)).defaultText());
    }
  }

  /** The reference file's settings, with the mark of each example removed. */
  private static Map<Setting, GivenValue> uncommented(Path folder)
      throws IOException, SettingsException {
    // The example's certificate is not on this machine.
    String text =
        Files.readString(REFERENCE)
            .replaceAll("(?m)^ *#(cert|key): .*", "")
            .replaceAll("(?m)^( *)#(?=[a-zA-Z]|  )", "$1");
    Path all = folder.resolve("all.yaml");
    Files.writeString(all, text);
    return YamlSettings.read(all);
  }
}
