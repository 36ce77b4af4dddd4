package io.weir.bench.load.media;

/**
 * A microphone: Opus in packets of 20 ms with audio levels (RFC 6464).
 *
 * @param bitsPerSecond RTP payload while somebody talks
 * @param talkSeconds mean length of a talk spurt; 0 talks all the time
 * @param pauseSeconds mean length of the pause after it
 * @param discontinuous whether a pause sends a packet every 400 ms only, as Opus with DTX does
 */
public record AudioProfile(
    int bitsPerSecond, double talkSeconds, double pauseSeconds, boolean discontinuous) {

  /** What Opus takes. */
  public AudioProfile {
    if (bitsPerSecond < 16_000 || bitsPerSecond > 510_000) {
      throw new IllegalArgumentException("audio has 16 to 510 kbit/s here, for the marker's sake");
    }
    if (talkSeconds < 0 || pauseSeconds < 0) {
      throw new IllegalArgumentException("spurts and pauses have lengths");
    }
  }

  /** Somebody who never stops talking, at 32 kbit/s. */
  public static AudioProfile alwaysOn() {
    return new AudioProfile(32_000, 0, 0, false);
  }

  /** Somebody in a conversation: words of 1.2 s, pauses of 1.8 s, all packets sent. */
  public static AudioProfile conversation() {
    return new AudioProfile(32_000, 1.2, 1.8, false);
  }
}
