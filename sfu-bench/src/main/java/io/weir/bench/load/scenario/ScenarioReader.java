package io.weir.bench.load.scenario;

import io.weir.bench.load.scenario.Scenario.Audio;
import io.weir.bench.load.scenario.Scenario.Cut;
import io.weir.bench.load.scenario.Scenario.Network;
import io.weir.bench.load.scenario.Scenario.Reconnects;
import io.weir.bench.load.scenario.Scenario.Rooms;
import io.weir.bench.load.scenario.Scenario.Talk;
import io.weir.bench.load.scenario.Scenario.Timing;
import io.weir.bench.load.scenario.Scenario.Video;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Turns the texts of settings into a scenario. Used once, by one thread. */
final class ScenarioReader {

  private static final int MAX_ROOMS = 10_000;
  private static final int MAX_CLIENTS = 20_000;
  private static final int MAX_TILES = 49;
  private static final int MOST_AUTOMATIC_TILES = 9;
  private static final int MOST_AUTOMATIC_VOICES = 3;
  private static final int MAX_FPS = 240;
  private static final int MIN_PACKET = 100;
  private static final int MAX_PACKET = 1_400;
  private static final int MAX_LAYERS = 3;
  private static final int MAX_THREADS = 64;
  private static final String AUTO = "auto";
  private static final List<String> VIDEO_CODECS = List.of("VP8", "VP9", "H264", "AV1", "NONE");

  private final Map<LoadSetting, String> given;

  private ScenarioReader(Map<LoadSetting, String> given) {
    this.given = given;
  }

  static Scenario read(Map<LoadSetting, String> given) throws SettingException {
    return new ScenarioReader(given).scenario();
  }

  private Scenario scenario() throws SettingException {
    return new Scenario(
        name(), rooms(), timing(), video(), audio(), network(), seed(), threads(), texts());
  }

  /** Reads one text; gives the setting's name to what is wrong with it. */
  private <T> T read(LoadSetting setting, Reader<T> reader) throws SettingException {
    try {
      return reader.read(text(setting));
    } catch (SettingException e) {
      throw new SettingException(
          setting.key() + " (" + setting.option() + ") " + e.getMessage() + ".");
    }
  }

  @FunctionalInterface
  private interface Reader<T> {
    T read(String text) throws SettingException;
  }

  private String text(LoadSetting setting) {
    return given.getOrDefault(setting, setting.defaultText());
  }

  private int count(LoadSetting setting, int min, int max) throws SettingException {
    return read(setting, text -> Amount.count(text, min, max));
  }

  private String name() {
    return text(LoadSetting.NAME).isEmpty() ? "load" : text(LoadSetting.NAME);
  }

  private Rooms rooms() throws SettingException {
    String prefix = text(LoadSetting.ROOM);
    if (!prefix.matches("[A-Za-z0-9_.-]{1,100}")) {
      throw new SettingException(
          "room (--room) has 1 to 100 of the characters A-Z a-z 0-9 _ . - and nothing else.");
    }
    int count = count(LoadSetting.ROOMS, 1, MAX_ROOMS);
    int members = count(LoadSetting.SIZE, 0, MAX_CLIENTS);
    int publishers = count(LoadSetting.PUBLISHERS, 0, MAX_CLIENTS);
    List<Integer> stages = stages();
    int viewers = stages.getLast();
    int newcomers = count(LoadSetting.NEWCOMERS, 0, MAX_CLIENTS);
    int others =
        Math.max(1, publishers + members - (members > 0 && viewers + newcomers == 0 ? 1 : 0));
    int tiles = automatic(LoadSetting.TILES, Math.min(others, MOST_AUTOMATIC_TILES));
    int voices = automatic(LoadSetting.VOICES, Math.min(others, MOST_AUTOMATIC_VOICES));
    Rooms rooms =
        new Rooms(prefix, count, members, publishers, viewers, stages, newcomers, tiles, voices);
    if (members + publishers + viewers + newcomers == 0) {
      throw new SettingException(
          "Nobody would join: set size, or publishers and viewers, or name a preset ("
              + String.join(", ", Arrays.stream(Preset.values()).map(Preset::word).toList())
              + ").");
    }
    if (rooms.clients() > MAX_CLIENTS) {
      throw new SettingException(
          "That is %,d clients, more than the %,d that one tester plays; start several testers."
              .formatted(rooms.clients(), MAX_CLIENTS));
    }
    return rooms;
  }

  /** Viewers of each stage. */
  private List<Integer> stages() throws SettingException {
    if (text(LoadSetting.STAGES).isEmpty()) {
      return List.of(count(LoadSetting.VIEWERS, 0, MAX_CLIENTS));
    }
    List<Integer> stages = new ArrayList<>();
    for (String stage : text(LoadSetting.STAGES).split(",", -1)) {
      stages.add(read(LoadSetting.STAGES, text -> Amount.count(stage, 1, MAX_CLIENTS)));
    }
    for (int i = 1; i < stages.size(); i++) {
      if (stages.get(i) <= stages.get(i - 1)) {
        throw new SettingException(
            "stages (--stages) grow: each wants more viewers than the one before.");
      }
    }
    if (stages.size() > 1 && count(LoadSetting.NEWCOMERS, 0, MAX_CLIENTS) > 0) {
      throw new SettingException("Either newcomers or stages: both bring viewers later.");
    }
    return stages;
  }

  private int automatic(LoadSetting setting, int automatic) throws SettingException {
    return text(setting).equals(AUTO) ? automatic : count(setting, 0, MAX_TILES);
  }

  private Timing timing() throws SettingException {
    return new Timing(
        read(LoadSetting.DURATION, Amount::duration),
        read(LoadSetting.WARMUP, Amount::duration),
        read(LoadSetting.RAMP, Amount::perSecond),
        read(LoadSetting.NEWCOMERS_RAMP, Amount::perSecond),
        read(LoadSetting.JOIN_TIMEOUT, Amount::duration),
        read(LoadSetting.TURN, Amount::duration),
        read(LoadSetting.CHURN, Amount::perSecond),
        new Reconnects(
            read(LoadSetting.RECONNECT_EVERY, Amount::duration),
            read(LoadSetting.RECONNECT_SHARE, Amount::share),
            word(LoadSetting.RECONNECT_CUT, Cut.class)));
  }

  private Video video() throws SettingException {
    String codec = text(LoadSetting.VIDEO_CODEC).toUpperCase(Locale.ROOT);
    if (!VIDEO_CODECS.contains(codec)) {
      throw new SettingException(
          "video.codec (--video-codec) is one of VP8, VP9, H264, AV1 and none.");
    }
    return new Video(
        codec.equals("NONE") ? "" : codec,
        read(LoadSetting.VIDEO_BITRATE, text -> Amount.bitrate(text, 1_000, 1_000_000_000)),
        read(LoadSetting.VIDEO_SIZE, Amount::size),
        count(LoadSetting.VIDEO_FPS, 1, MAX_FPS),
        count(LoadSetting.VIDEO_PACKET, MIN_PACKET, MAX_PACKET),
        read(LoadSetting.VIDEO_KEY_FRAMES, Amount::duration),
        count(LoadSetting.VIDEO_LAYERS, 1, MAX_LAYERS),
        paced());
  }

  private boolean paced() throws SettingException {
    return switch (text(LoadSetting.VIDEO_PACING)) {
      case "paced" -> true;
      case "burst" -> false;
      default -> throw new SettingException("video.pacing (--video-pacing) is paced or burst.");
    };
  }

  private Audio audio() throws SettingException {
    String codec = text(LoadSetting.AUDIO_CODEC).toLowerCase(Locale.ROOT);
    if (!codec.equals("opus") && !codec.equals("none")) {
      throw new SettingException("audio.codec (--audio-codec) is Opus or none.");
    }
    return new Audio(
        codec.equals("opus"),
        read(LoadSetting.AUDIO_BITRATE, text -> Amount.bitrate(text, 16_000, 510_000)),
        word(LoadSetting.AUDIO_TALK, Talk.class));
  }

  private Network network() throws SettingException {
    return new Network(
        read(LoadSetting.NETWORK_LOSS, Amount::share),
        read(LoadSetting.NETWORK_DELAY, Amount::duration),
        read(LoadSetting.NETWORK_JITTER, Amount::duration),
        read(LoadSetting.NETWORK_RATE, text -> Amount.bitrate(text, 0, 10_000_000_000L)),
        !text(LoadSetting.TRANSPORT_CC).equalsIgnoreCase("false"));
  }

  private long seed() throws SettingException {
    return count(LoadSetting.SEED, 0, Integer.MAX_VALUE);
  }

  private int threads() throws SettingException {
    return text(LoadSetting.THREADS).equals(AUTO) ? 0 : count(LoadSetting.THREADS, 1, MAX_THREADS);
  }

  private <E extends Enum<E>> E word(LoadSetting setting, Class<E> type) throws SettingException {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(text(setting))) {
        return constant;
      }
    }
    throw new SettingException(
        setting.key()
            + " ("
            + setting.option()
            + ") is one of "
            + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT)
            + ".");
  }

  private Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    given.forEach((setting, text) -> {
      if (!setting.isSecret()) {
        texts.put(setting.key(), text);
      }
    });
    return texts;
  }
}
