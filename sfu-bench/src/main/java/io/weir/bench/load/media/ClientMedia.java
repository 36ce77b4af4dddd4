package io.weir.bench.load.media;

import java.util.List;

/**
 * What one client sends and how many streams it can show.
 *
 * @param name for people, in snapshots and failures
 * @param audios microphones that it publishes
 * @param videos cameras that it publishes
 * @param audioSlots audio streams that it wants to receive at a time
 * @param videoSlots video streams that it wants to receive at a time
 * @param answers whether the server offers: ICE is then controlled (RFC 8445 §6.1.1)
 * @param setup its part in DTLS where the server leaves the choice
 * @param uplink what its network does to what it sends
 * @param downlink what its network does to what it receives
 * @param seed of everything random: frame sizes, talk spurts, losses
 */
public record ClientMedia(
    String name,
    List<AudioProfile> audios,
    List<VideoProfile> videos,
    int audioSlots,
    int videoSlots,
    boolean answers,
    DtlsSetup setup,
    Impairment uplink,
    Impairment downlink,
    long seed) {

  public ClientMedia {
    audios = List.copyOf(audios);
    videos = List.copyOf(videos);
    if (audioSlots < 0 || videoSlots < 0) {
      throw new IllegalArgumentException("slots are counted from 0");
    }
    if (setup == DtlsSetup.ACTPASS) {
      throw new IllegalArgumentException("a client is either active or passive in DTLS");
    }
  }

  /** Somebody who offers, sends this, shows that, and has a perfect network. */
  public static ClientMedia of(
      String name,
      List<AudioProfile> audios,
      List<VideoProfile> videos,
      int audioSlots,
      int videoSlots,
      long seed) {
    return new ClientMedia(
        name,
        audios,
        videos,
        audioSlots,
        videoSlots,
        false,
        DtlsSetup.ACTIVE,
        Impairment.NONE,
        Impairment.NONE,
        seed);
  }

  /** The same in a worse network. */
  public ClientMedia over(Impairment up, Impairment down) {
    return new ClientMedia(
        name, audios, videos, audioSlots, videoSlots, answers, setup, up, down, seed);
  }

  /** The same for a server that offers. */
  public ClientMedia answering() {
    return new ClientMedia(
        name, audios, videos, audioSlots, videoSlots, true, setup, uplink, downlink, seed);
  }
}
