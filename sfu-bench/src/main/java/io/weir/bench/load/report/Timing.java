package io.weir.bench.load.report;

import java.util.Arrays;
import java.util.Optional;

/** Something that takes time and is measured often: its times are kept as a distribution. */
public enum Timing {
  DELAY("delay", "from a publisher's socket to a viewer's, of each packet"),
  DELAY_AUDIO("delay.audio", "the same of audio packets"),
  DELAY_VIDEO("delay.video", "the same of video packets"),
  JOIN("join", "from the start of signaling until media flows, of each client"),
  JOIN_SIGNALING("join.signaling", "until the answer was there"),
  JOIN_ICE("join.ice", "from the answer until ICE found a path"),
  JOIN_DTLS("join.dtls", "from the path until the keys were there"),
  JOIN_FIRST_PACKET("join.firstPacket", "from the keys until the first packet"),
  JOIN_FIRST_FRAME("join.firstFrame", "from the keys until the first frame that can be shown"),
  RECONNECT("reconnect", "from a cut until the connection was back"),
  TESTER_SIGNALING(
      "tester.signaling", "that the tester's own signaling was late with what was due");

  private final String key;
  private final String meaning;

  Timing(String key, String meaning) {
    this.key = key;
    this.meaning = meaning;
  }

  /** In JSON. */
  public String key() {
    return key;
  }

  public String meaning() {
    return meaning;
  }

  static Optional<Timing> find(String key) {
    return Arrays.stream(values()).filter(timing -> timing.key.equals(key)).findFirst();
  }
}
