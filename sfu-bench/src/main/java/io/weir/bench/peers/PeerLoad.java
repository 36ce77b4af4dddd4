package io.weir.bench.peers;

import java.util.ArrayList;
import java.util.List;

/**
 * One load that all peers get.
 *
 * @param name as in tables
 * @param arguments of the load tester
 * @param viewers of the one publisher; 0 where there are several
 * @param clients in all
 */
record PeerLoad(String name, List<String> arguments, int viewers, int clients) {
  /** Packets per second of a publisher, key frames included. */
  static final int PACKETS_PER_SECOND = 186;

  /** Clients that join per second: what all of the servers can take on a small machine. */
  private static final int RAMP = 50;

  /** 1.5 Mbit/s of VP8 in packets of 1,100 bytes, paced, and no sound: the reference load. */
  private static final List<String> COMMON =
      List.of(
          "--video-codec", "VP8",
          "--video-bitrate", "1.5M",
          "--video-packet", "1100",
          "--video-pacing", "paced",
          "--audio-codec", "none",
          "--ramp", RAMP + "/s");

  PeerLoad {
    arguments = List.copyOf(arguments);
  }

  /** Those of the comparison, from light to heavy. */
  static List<PeerLoad> all() {
    return List.of(
        live(10),
        live(50),
        live(200),
        new PeerLoad(
            "10 rooms of 5",
            List.of("conference", "--rooms", "10", "--size", "5", "--tiles", "4"),
            0,
            50));
  }

  private static PeerLoad live(int viewers) {
    return new PeerLoad(
        "1 → " + viewers,
        List.of("live", "--viewers", Integer.toString(viewers)),
        viewers,
        1 + viewers);
  }

  /** The load tester's whole command line. */
  List<String> commandLine(int warmUpSeconds, int seconds) {
    List<String> line = new ArrayList<>(arguments);
    line.addAll(COMMON);
    line.addAll(List.of("--warmup", warmUpSeconds + "s", "--duration", seconds + "s"));
    return line;
  }

  /** How long clients take to join, at least. */
  int rampSeconds() {
    return clients / RAMP;
  }
}
