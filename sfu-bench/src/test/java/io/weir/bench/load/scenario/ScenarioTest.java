package io.weir.bench.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioTest {

  static Stream<Path> samples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("scenarios"))) {
      return files.toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everySampleIsAScenario(Path file) throws SettingException {
    Scenario scenario = Scenario.of(ScenarioFile.read(file));
    assertThat(scenario.rooms().clients()).isPositive();
    assertThat(scenario.name()).isNotEqualTo("load");
  }

  @ParameterizedTest
  @EnumSource
  void everyPresetIsAScenario(Preset preset) throws SettingException {
    Scenario scenario = Scenario.of(Scenario.settingsOf(preset));
    assertThat(scenario.name()).isEqualTo(preset.word());
    assertThat(scenario.rooms().clients()).isGreaterThan(1);
  }

  @Test
  void everyKeyAndOptionIsThereOnce() {
    Set<String> names = new HashSet<>();
    for (LoadSetting setting : LoadSetting.values()) {
      assertThat(names.add(setting.key().toLowerCase(Locale.ROOT))).isTrue();
      assertThat(names.add(setting.option())).isTrue();
      assertThat(setting.option()).matches("--[a-z]+(-[a-z]+)*");
    }
  }

  @Test
  void aFileOverridesItsPreset() throws SettingException {
    Scenario scenario =
        Scenario.of(
            ScenarioFile.parse(
                "preset: live\nviewers: 7\nvideo: {codec: h264, bitrate: 300k, size: 320x180}\n"));
    assertThat(scenario.rooms().publishers()).isEqualTo(1);
    assertThat(scenario.rooms().viewers()).isEqualTo(7);
    assertThat(scenario.video().codec()).isEqualTo("H264");
    assertThat(scenario.video().bitrate()).isEqualTo(300_000);
    assertThat(scenario.video().size()).isEqualTo(new PictureSize(320, 180));
  }

  @Test
  void tilesFollowWhoIsThereUnlessTheyAreSet() throws SettingException {
    assertThat(rooms(Map.of(LoadSetting.SIZE, "5")).tiles()).isEqualTo(4);
    assertThat(rooms(Map.of(LoadSetting.SIZE, "50")).tiles()).isEqualTo(9);
    assertThat(rooms(Map.of(LoadSetting.SIZE, "5", LoadSetting.TILES, "2")).tiles()).isEqualTo(2);
    assertThat(rooms(Map.of(LoadSetting.PUBLISHERS, "1", LoadSetting.VIEWERS, "9")).tiles())
        .isEqualTo(1);
  }

  @Test
  void stagesSayHowManyWatchFromOneToTheNext() throws SettingException {
    Scenario.Rooms rooms =
        rooms(Map.of(LoadSetting.PUBLISHERS, "1", LoadSetting.STAGES, "10, 20,50"));
    assertThat(rooms.stages()).containsExactly(10, 20, 50);
    assertThat(rooms.clients()).isEqualTo(51);
    assertThat(rooms(Map.of(LoadSetting.VIEWERS, "9")).stages()).containsExactly(9);
  }

  private static Scenario.Rooms rooms(Map<LoadSetting, String> settings) throws SettingException {
    return Scenario.of(settings).rooms();
  }

  @ParameterizedTest
  @CsvSource({"30s,30000", "500ms,500", "2m,120000", "1.5,1500", "0s,0", "1h,3600000"})
  void timesHaveUnits(String text, long millis) throws SettingException {
    assertThat(Amount.duration(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({"1.5M,1500000", "32k,32000", "800000,800000", "2 Mbit/s,2000000"})
  void bitRatesHaveUnits(String text, long bits) throws SettingException {
    assertThat(Amount.bitrate(text, 0, Long.MAX_VALUE)).isEqualTo(bits);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "video.bitrate|fast|video.bitrate (--video-bitrate) wants a bit rate",
        "viewers|-3|viewers (--viewers) must be from 0",
        "viewers|many|viewers (--viewers) wants a whole number",
        "network.loss|200%|network.loss (--network-loss) is more than 100%",
        "video.codec|MPEG1|VP8, VP9, H264, AV1 and none",
        "room|a/b|A-Z a-z 0-9",
        "reconnect.cut|cable|websocket, all",
        "viewers|20001|must be from 0 to 20000",
        "rooms|200|more than the 20,000",
        "stages|10,|stages (--stages) wants a whole number",
        "stages|10,10|each wants more viewers than the one before",
        "stages|10,20001|stages (--stages) must be from 1 to 20000",
      })
  void whatIsWrongIsSaidWithTheSettingsName(String key, String value, String sentence) {
    Map<LoadSetting, String> settings = new HashMap<>();
    settings.put(LoadSetting.VIEWERS, "5000");
    settings.put(LoadSetting.find(key).orElseThrow(), value);
    assertThatThrownBy(() -> Scenario.of(settings))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining(sentence)
        .hasMessageEndingWith(".");
  }

  @Test
  void viewersComeLaterInStagesOrAsNewcomersButNotBoth() {
    Map<LoadSetting, String> both = Map.of(LoadSetting.STAGES, "1,2", LoadSetting.NEWCOMERS, "3");
    assertThatThrownBy(() -> Scenario.of(both)).hasMessageContaining("Either newcomers or stages");
  }

  @Test
  void aScenarioWithoutAnybodySaysWhatToDo() {
    assertThatThrownBy(() -> Scenario.of(Map.of())).hasMessageContaining("name a preset");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "viewrs: 3|There is no setting \"viewrs\"",
        "preset: party|There is no preset \"party\"",
        "[1, 2]|map of settings",
        "video: [1]|no single value",
        "a: b: c|not YAML",
      })
  void aFileThatIsWrongIsRefusedWithASentence(String yaml, String sentence) {
    assertThatThrownBy(() -> ScenarioFile.parse(yaml))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining(sentence);
  }

  @Property
  void anyFileIsReadOrRefused(@ForAll String text) {
    try {
      Scenario.of(ScenarioFile.parse(text));
    } catch (SettingException expected) {
      assertThat(expected.getMessage()).isNotBlank();
    }
  }

  @Test
  void resultsDoNotRepeatSecrets() throws SettingException {
    Scenario scenario =
        Scenario.of(
            Map.of(
                LoadSetting.VIEWERS, "1",
                LoadSetting.KEY, "main:very-secret",
                LoadSetting.TOKEN, "very-secret"));
    assertThat(scenario.settings()).containsOnlyKeys("viewers");
  }
}
