package io.weir.core.testkit;

import java.util.List;
import java.util.function.LongToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link SimulatedClient} sends and takes.
 *
 * @param video whether it has a camera
 * @param videoSlots how many cameras it can show
 * @param voice script of its microphone, see {@link SimulatedAudio}; null for none
 * @param audioSlots how many microphones it can play
 * @param codec what its camera sends
 * @param decodes what its slots can show
 * @param simulcast whether its camera sends three encodings
 * @param quality how much its camera sends
 * @param feedback how it tells when packets of its slots arrive
 */
public record SimulatedMedia(
    boolean video,
    int videoSlots,
    @Nullable LongToIntFunction voice,
    int audioSlots,
    SimulatedCodec codec,
    List<SimulatedCodec> decodes,
    boolean simulcast,
    VideoQuality quality,
    SimulatedFeedback.Kind feedback) {

  /** SimulatedMedia whose video is VP8. */
  public SimulatedMedia(
      boolean video, int videoSlots, @Nullable LongToIntFunction voice, int audioSlots) {
    this(
        video,
        videoSlots,
        voice,
        audioSlots,
        SimulatedCodec.VP8,
        List.of(SimulatedCodec.VP8),
        false,
        VideoQuality.SMALL,
        SimulatedFeedback.Kind.NONE);
  }

  /** SimulatedMedia of somebody who publishes no more than a camera. */
  public static SimulatedMedia camera(SimulatedCodec codec) {
    return camera(codec, false);
  }

  /** The same in three encodings: q, h and f. */
  public static SimulatedMedia simulcast(SimulatedCodec codec) {
    return camera(codec, true);
  }

  private static SimulatedMedia camera(SimulatedCodec codec, boolean simulcast) {
    return new SimulatedMedia(
        true,
        0,
        null,
        0,
        codec,
        List.of(),
        simulcast,
        VideoQuality.SMALL,
        SimulatedFeedback.Kind.NONE);
  }

  /** SimulatedMedia of somebody with one video slot and nothing else. */
  public static SimulatedMedia viewer(SimulatedCodec... decodes) {
    return new SimulatedMedia(
        false,
        1,
        null,
        0,
        SimulatedCodec.VP8,
        List.of(decodes),
        false,
        VideoQuality.SMALL,
        SimulatedFeedback.Kind.NONE);
  }

  /** The same with a camera of another quality. */
  public SimulatedMedia withQuality(VideoQuality next) {
    return new SimulatedMedia(
        video, videoSlots, voice, audioSlots, codec, decodes, simulcast, next, feedback);
  }

  /** The same, telling when packets of its slots arrive. */
  public SimulatedMedia withFeedback() {
    return withFeedback(SimulatedFeedback.Kind.TRANSPORT_WIDE);
  }

  /** The same, telling that in a certain way. */
  public SimulatedMedia withFeedback(SimulatedFeedback.Kind next) {
    return new SimulatedMedia(
        video, videoSlots, voice, audioSlots, codec, decodes, simulcast, quality, next);
  }
}
