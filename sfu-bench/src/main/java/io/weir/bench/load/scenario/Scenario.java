package io.weir.bench.load.scenario;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One load test, every setting read and checked. Immutable.
 *
 * @param name what the report calls it
 * @param rooms how many, and who is in each
 * @param timing ramp, warm-up, duration, and what happens meanwhile
 * @param video what publishers send; bit rate 0 for none
 * @param audio what publishers send; bit rate 0 for none
 * @param network how each client is connected
 * @param seed of everything random
 * @param threads media threads of the tester; 0: as many as are useful
 * @param settings the texts that were read, secrets left out
 */
public record Scenario(
    String name,
    Rooms rooms,
    Timing timing,
    Video video,
    Audio audio,
    Network network,
    long seed,
    int threads,
    Map<String, String> settings) {

  public Scenario {
    settings = Map.copyOf(settings);
  }

  /**
   * Who is there.
   *
   * @param prefix of the rooms' names
   * @param count of rooms
   * @param members of each that publish and watch
   * @param publishers of each that only publish
   * @param viewers of each that only watch; with stages, in the last one
   * @param stages how many of them are there from stage to stage; one unless stages were set
   * @param newcomers of each that watch too, from the beginning of the measured time on
   * @param tiles pictures that each client watches
   * @param voices sounds that each client hears
   */
  public record Rooms(
      String prefix,
      int count,
      int members,
      int publishers,
      int viewers,
      List<Integer> stages,
      int newcomers,
      int tiles,
      int voices) {

    public Rooms {
      stages = List.copyOf(stages);
    }

    /** Clients of all rooms together. */
    public int clients() {
      return count * (members + publishers + viewers + newcomers);
    }

    /** The name of a room, from 0. */
    public String name(int index) {
      return prefix + "-" + (index + 1);
    }
  }

  /**
   * When.
   *
   * @param duration that is measured
   * @param warmup after the ramp, not measured
   * @param ramp clients per second; 0 for all at once
   * @param newcomersRamp newcomers per second; 0 for all at once
   * @param joinTimeout when a client has failed
   * @param turn how long each publisher talks; zero for always
   * @param churn viewers that are replaced per second
   * @param reconnects when connections are cut
   */
  public record Timing(
      Duration duration,
      Duration warmup,
      double ramp,
      double newcomersRamp,
      Duration joinTimeout,
      Duration turn,
      double churn,
      Reconnects reconnects) {}

  /**
   * Connections that are cut and come back.
   *
   * @param every how often; zero for never
   * @param share of the clients
   * @param cut what breaks
   */
  public record Reconnects(Duration every, double share, Cut cut) {}

  /** Whether the scenario itself cuts connections or makes clients leave. */
  public boolean isUnruly() {
    return timing.churn() > 0 || !timing.reconnects().every().isZero();
  }

  /** Whether clients join in the measured time, too. */
  public boolean bringsPeopleWhileMeasured() {
    return rooms.newcomers() > 0 || isUnruly();
  }

  /** What of a client's connection breaks. */
  public enum Cut {
    WEBSOCKET,
    ALL
  }

  /**
   * Video of a publisher.
   *
   * @param codec encoding name in upper case; empty for none
   * @param bitrate of the best encoding
   * @param size of the best encoding
   * @param fps frames per second
   * @param packetBytes greatest payload
   * @param keyFrames time between key frames, zero for on request only
   * @param layers simulcast encodings
   * @param paced whether a frame's packets are spread rather than sent at once
   */
  public record Video(
      String codec,
      long bitrate,
      PictureSize size,
      int fps,
      int packetBytes,
      Duration keyFrames,
      int layers,
      boolean paced) {

    public boolean isSent() {
      return !codec.isEmpty();
    }
  }

  /**
   * Audio of a publisher.
   *
   * @param sent whether there is any
   * @param bitrate while somebody talks
   * @param talk when somebody does
   */
  public record Audio(boolean sent, long bitrate, Talk talk) {}

  /** When a publisher talks. */
  public enum Talk {
    SPURTS,
    DTX,
    ALWAYS
  }

  /**
   * A client's connection, each way.
   *
   * @param loss share of datagrams
   * @param delay of each datagram
   * @param jitter that is added at most
   * @param bitrate 0 for no limit
   * @param transportCc whether clients report arrivals
   */
  public record Network(
      double loss, Duration delay, Duration jitter, long bitrate, boolean transportCc) {}

  /** The scenario of these settings over a preset's, if any, over the defaults. */
  public static Scenario of(Map<LoadSetting, String> given) throws SettingException {
    return ScenarioReader.read(given);
  }

  /** Settings that differ from the defaults, as {@code key=value} words. */
  @Override
  public String toString() {
    return settings.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }

  /** A map that settings can be gathered in. */
  public static Map<LoadSetting, String> settingsOf(Preset preset) {
    Map<LoadSetting, String> settings = new EnumMap<>(LoadSetting.class);
    settings.putAll(preset.settings());
    settings.put(LoadSetting.NAME, preset.word());
    return settings;
  }
}
