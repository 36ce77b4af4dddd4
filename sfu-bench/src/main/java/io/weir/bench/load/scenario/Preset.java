package io.weir.bench.load.scenario;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A ready scenario: defaults that files and options override. */
public enum Preset {
  CONFERENCE("Everybody publishes and sees everybody else.", Map.of(LoadSetting.SIZE, "5")),
  LIVE(
      "One presenter, many viewers.",
      Map.of(
          LoadSetting.PUBLISHERS, "1",
          LoadSetting.VIEWERS, "50")),
  WEBINAR(
      "Presenters who take turns, many viewers.",
      Map.of(
          LoadSetting.PUBLISHERS, "3",
          LoadSetting.VIEWERS, "50",
          LoadSetting.TILES, "3",
          LoadSetting.TURN, "10s")),
  CHURN(
      "A live stream whose viewers come and go.",
      Map.of(
          LoadSetting.PUBLISHERS, "1",
          LoadSetting.VIEWERS, "50",
          LoadSetting.CHURN, "5/s")),
  JOIN_STORM(
      "A live stream that many join at once while others watch it already.",
      Map.of(
          LoadSetting.PUBLISHERS, "1",
          LoadSetting.VIEWERS, "20",
          LoadSetting.NEWCOMERS, "100",
          LoadSetting.DURATION, "20s")),
  RECONNECT_STORM(
      "Conferences whose connections are cut and come back.",
      Map.of(
          LoadSetting.ROOMS, "4",
          LoadSetting.SIZE, "5",
          LoadSetting.RECONNECT_EVERY, "10s"));

  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // Map.copyOf: nobody can change it.
  private final Map<LoadSetting, String> settings;

  Preset(String meaning, Map<LoadSetting, String> settings) {
    this.meaning = meaning;
    this.settings = Map.copyOf(settings);
  }

  /** As the command line and files name it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public String meaning() {
    return meaning;
  }

  /** What it sets; everything else keeps its default. */
  public Map<LoadSetting, String> settings() {
    return settings;
  }

  public static Optional<Preset> find(String word) {
    return Arrays.stream(values()).filter(preset -> preset.word().equals(word)).findFirst();
  }
}
