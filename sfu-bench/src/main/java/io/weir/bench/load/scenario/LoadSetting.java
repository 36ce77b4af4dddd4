package io.weir.bench.load.scenario;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything that can be set of a load test: by its key in a scenario file, by its option on the
 * command line. Immutable.
 */
public enum LoadSetting {
  SERVER(
      Group.TARGET, "server", "URL", "http://127.0.0.1:8080", "Weir's address, for its WebSocket"),
  WHIP(
      Group.TARGET,
      "whip",
      "URL",
      "",
      "publish by WHIP to any server instead; {room} is replaced, {client} too"),
  WHEP(Group.TARGET, "whep", "URL", "", "view by WHEP instead; {room} and {client} are replaced"),
  JANUS(
      Group.TARGET,
      "janus",
      "URL",
      "",
      "use the VideoRoom of Janus at this WebSocket address instead, for instance"
          + " ws://127.0.0.1:8188; its rooms need string_ids"),
  TOKEN(Group.TARGET, "token", "TOKEN", "", "bearer token to send"),
  KEY(
      Group.TARGET,
      "key",
      "ID:SECRET",
      "",
      "mint a token for each client with this key of WEIR_API_KEYS"),
  LOCAL_ADDRESS(
      Group.TARGET,
      "localAddress",
      "ADDRESS",
      "",
      "send media from this address of the machine; on 127.0.0.1 each client gets one of its own"),
  INSECURE_TLS(
      Group.TARGET, "insecureTls", "", "false", "take any certificate of the server's https"),
  SERVER_PID(
      Group.TARGET,
      "serverPid",
      "PID",
      "",
      "measure CPU time and memory of this process on the same machine"),
  METRICS(Group.TARGET, "metrics", "URL", "", "read a Prometheus page before, during and after"),

  NAME(Group.ROOMS, "name", "NAME", "", "what the report calls the test"),
  ROOM(Group.ROOMS, "room", "PREFIX", "load", "rooms are called PREFIX-1, PREFIX-2, …"),
  ROOMS(Group.ROOMS, "rooms", "N", "1", "rooms"),
  SIZE(Group.ROOMS, "size", "N", "0", "clients of each room that publish and watch"),
  PUBLISHERS(Group.ROOMS, "publishers", "N", "0", "clients of each room that only publish"),
  VIEWERS(Group.ROOMS, "viewers", "N", "0", "clients of each room that only watch"),
  STAGES(
      Group.ROOMS,
      "stages",
      "N,N,…",
      "",
      "instead of viewers: so many of each room, more from stage to stage; each stage is measured,"
          + " until one does not hold: not valid, or a --fail-if is met"),
  NEWCOMERS(
      Group.ROOMS,
      "newcomers",
      "N",
      "0",
      "further viewers of each room, who join when the measuring begins"),
  TILES(
      Group.ROOMS,
      "tiles",
      "N",
      "auto",
      "pictures that each client watches; auto: all other publishers, at most 9"),
  VOICES(
      Group.ROOMS,
      "voices",
      "N",
      "auto",
      "sounds that each client hears; auto: all other publishers, at most 3"),

  DURATION(Group.TIME, "duration", "TIME", "30s", "how long is measured"),
  WARMUP(Group.TIME, "warmup", "TIME", "5s", "how long after the ramp nothing is measured yet"),
  RAMP(Group.TIME, "ramp", "RATE", "40/s", "clients that join per second; 0: all at once"),
  NEWCOMERS_RAMP(
      Group.TIME, "newcomersRamp", "RATE", "0", "newcomers that join per second; 0: all at once"),
  JOIN_TIMEOUT(
      Group.TIME, "joinTimeout", "TIME", "15s", "a client that has no media by then has failed"),
  TURN(
      Group.TIME,
      "turn",
      "TIME",
      "0s",
      "publishers take turns of this length, one at a time; 0: all publish always"),
  CHURN(Group.TIME, "churn", "RATE", "0/s", "viewers that leave per second while others join"),
  RECONNECT_EVERY(
      Group.TIME, "reconnect.every", "TIME", "0s", "how often connections are cut; 0: never"),
  RECONNECT_SHARE(
      Group.TIME, "reconnect.share", "SHARE", "100%", "which share of the clients is cut"),
  RECONNECT_CUT(
      Group.TIME,
      "reconnect.cut",
      "WHAT",
      "websocket",
      "what is cut: websocket (then resumed, while media goes on) or all (then joined anew)"),

  VIDEO_CODEC(Group.VIDEO, "video.codec", "CODEC", "VP8", "VP8, VP9, H264, AV1 or none"),
  VIDEO_BITRATE(Group.VIDEO, "video.bitrate", "RATE", "1.5M", "of the best encoding, bit/s"),
  VIDEO_SIZE(Group.VIDEO, "video.size", "WxH", "1280x720", "picture size"),
  VIDEO_FPS(Group.VIDEO, "video.fps", "N", "30", "frames per second"),
  VIDEO_PACKET(Group.VIDEO, "video.packet", "BYTES", "1100", "greatest RTP payload"),
  VIDEO_KEY_FRAMES(
      Group.VIDEO, "video.keyFrames", "TIME", "0s", "time between key frames; 0: on request only"),
  VIDEO_LAYERS(
      Group.VIDEO,
      "video.layers",
      "N",
      "1",
      "simulcast encodings, each half as wide as the next, a quarter of its bit rate"),
  VIDEO_PACING(
      Group.VIDEO,
      "video.pacing",
      "HOW",
      "paced",
      "how a frame's packets leave: paced (at 2.5 times the bit rate) or burst (all at once)"),

  AUDIO_CODEC(Group.AUDIO, "audio.codec", "CODEC", "Opus", "Opus or none"),
  AUDIO_BITRATE(Group.AUDIO, "audio.bitrate", "RATE", "32k", "bit/s while somebody talks"),
  AUDIO_TALK(
      Group.AUDIO,
      "audio.talk",
      "HOW",
      "spurts",
      "spurts (of 1.2 s, pauses of 1.8 s), dtx (the same, hardly a packet in pauses) or always"),

  NETWORK_LOSS(Group.NETWORK, "network.loss", "SHARE", "0%", "lost each way, at each client"),
  NETWORK_DELAY(Group.NETWORK, "network.delay", "TIME", "0ms", "added each way, at each client"),
  NETWORK_JITTER(
      Group.NETWORK, "network.jitter", "TIME", "0ms", "up to this much is added at random"),
  NETWORK_RATE(
      Group.NETWORK, "network.rate", "RATE", "0", "bit/s each way, at each client; 0: no limit"),
  TRANSPORT_CC(
      Group.NETWORK,
      "network.transportCc",
      "",
      "true",
      "report arrivals to the server (transport-wide congestion control)"),
  SEED(Group.NETWORK, "seed", "N", "1", "of everything random, so that a run can be repeated"),
  THREADS(
      Group.NETWORK, "threads", "N", "auto", "media threads of the tester; auto: half the cores");

  /** Where help and documents list a setting. */
  public enum Group {
    TARGET("The server"),
    ROOMS("Who is there"),
    TIME("What happens when"),
    VIDEO("Video"),
    AUDIO("Audio"),
    NETWORK("Clients' networks and the tester itself");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  private final Group group;
  private final String key;
  private final String label;
  private final String defaultText;
  private final String meaning;

  LoadSetting(Group group, String key, String label, String defaultText, String meaning) {
    this.group = group;
    this.key = key;
    this.label = label;
    this.defaultText = defaultText;
    this.meaning = meaning;
  }

  public Group group() {
    return group;
  }

  /** In a scenario file; a dot means one level deeper. */
  public String key() {
    return key;
  }

  /** On the command line: {@code --video-bitrate} for {@code video.bitrate}. */
  public String option() {
    StringBuilder option = new StringBuilder("--");
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (c == '.') {
        option.append('-');
      } else if (Character.isUpperCase(c)) {
        option.append('-').append(Character.toLowerCase(c));
      } else {
        option.append(c);
      }
    }
    return option.toString();
  }

  /** What the option's value is called; empty for a yes or no. */
  public String label() {
    return label;
  }

  public String defaultText() {
    return defaultText;
  }

  public String meaning() {
    return meaning;
  }

  /** Whether results must not repeat it. */
  public boolean isSecret() {
    return this == TOKEN || this == KEY;
  }

  /** Whether it can be given without a value. */
  public boolean isFlag() {
    return label.isEmpty();
  }

  /** The setting of a key, in any case. */
  public static Optional<LoadSetting> find(String key) {
    String wanted = key.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(setting -> setting.key.toLowerCase(Locale.ROOT).equals(wanted))
        .findFirst();
  }
}
