package io.weir.bench.load;

import io.weir.bench.load.media.AudioProfile;
import io.weir.bench.load.media.ClientMedia;
import io.weir.bench.load.media.Impairment;
import io.weir.bench.load.media.Pacing;
import io.weir.bench.load.media.VideoCodec;
import io.weir.bench.load.media.VideoEncoding;
import io.weir.bench.load.media.VideoProfile;
import io.weir.bench.load.scenario.Scenario;
import io.weir.bench.load.sdp.ClientOffer;
import io.weir.bench.load.sdp.Format;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Turns a scenario's words into what the media plane and SDP take. Immutable. */
final class MediaPlan {

  private static final double MS_PER_NS = 1e-6;
  private static final double TALK_SECONDS = 1.2;
  private static final double PAUSE_SECONDS = 1.8;
  private static final double QUEUE_MILLIS = 200;

  /** Of simulcast encodings, lowest first, as browsers' applications call them. */
  private static final List<String> RIDS = List.of("q", "h", "f");

  private static final int LEAST_SIDE = 16;
  private static final int LEAST_BITRATE = 1_000;

  private final Scenario scenario;
  private final List<AudioProfile> audios;
  private final List<VideoProfile> videos;
  private final Impairment network;

  MediaPlan(Scenario scenario) {
    this.scenario = scenario;
    this.audios = scenario.audio().sent() ? List.of(audio(scenario.audio())) : List.of();
    this.videos = scenario.video().isSent() ? List.of(video(scenario.video())) : List.of();
    Scenario.Network given = scenario.network();
    this.network =
        new Impairment(
            given.loss(),
            millis(given.delay()),
            millis(given.jitter()),
            given.bitrate(),
            given.bitrate() > 0 ? QUEUE_MILLIS : 0);
  }

  private static double millis(Duration time) {
    return time.toNanos() * MS_PER_NS;
  }

  private static AudioProfile audio(Scenario.Audio audio) {
    boolean always = audio.talk() == Scenario.Talk.ALWAYS;
    return new AudioProfile(
        (int) audio.bitrate(),
        always ? 0 : TALK_SECONDS,
        always ? 0 : PAUSE_SECONDS,
        audio.talk() == Scenario.Talk.DTX);
  }

  private static VideoProfile video(Scenario.Video video) {
    List<VideoEncoding> encodings = new ArrayList<>();
    int layers = video.layers();
    for (int i = 0; i < layers; i++) {
      int shrink = 1 << (layers - 1 - i);
      encodings.add(
          new VideoEncoding(
              layers == 1 ? "" : RIDS.get(RIDS.size() - layers + i),
              (int) Math.max(LEAST_BITRATE, video.bitrate() / shrink / shrink),
              Math.max(LEAST_SIDE, video.size().width() / shrink),
              Math.max(LEAST_SIDE, video.size().height() / shrink),
              video.fps()));
    }
    return new VideoProfile(
        VideoCodec.valueOf(video.codec()),
        encodings,
        video.packetBytes(),
        video.keyFrames().toNanos() / 1e9,
        VideoProfile.DEFAULT_KEY_FRAME_RATIO,
        video.paced() ? Pacing.PACED : Pacing.BACK_TO_BACK);
  }

  /** The media of a client. */
  ClientMedia media(ClientRole role, String name, long seed) {
    ClientOffer.Wishes wishes = wishes(role);
    return ClientMedia.of(
            name,
            role.publishes() ? audios : List.of(),
            role.publishes() ? videos : List.of(),
            wishes.audioSlots(),
            wishes.videoSlots(),
            seed)
        .over(network, network);
  }

  /** What a client wants to receive. */
  ClientOffer.Wishes wishes(ClientRole role) {
    List<Format> formats = new ArrayList<>();
    if (scenario.audio().sent()) {
      formats.add(Format.OPUS);
    }
    Format.find(scenario.video().codec()).ifPresent(formats::add);
    return new ClientOffer.Wishes(
        role.watches() && scenario.audio().sent() ? scenario.rooms().voices() : 0,
        role.watches() && scenario.video().isSent() ? scenario.rooms().tiles() : 0,
        formats,
        scenario.network().transportCc());
  }
}
