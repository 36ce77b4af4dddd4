package io.weir.signaling.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.weir.core.control.SelectedPath;
import io.weir.core.control.Traffic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of a participant, as the API shows it to operators and {@code statistics} to
 * themselves; {@code openapi.json} says what each field means. What is not known is null; bit rates
 * are bit/s over the last second.
 */
public final class Measurements {

  private Measurements() {}

  /** A participant's association. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Transport(
      String state,
      boolean idle,
      @Nullable SelectedPath path,
      @Nullable String srtpProfile,
      @Nullable Double roundTripMs,
      Traffic received,
      Traffic sent,
      Link link,
      @Nullable Queue queue) {}

  /** What the link to a client carries; nulls where no feedback has told. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Link(
      @Nullable Long estimateBps,
      @Nullable Long acknowledgedBps,
      @Nullable Double lossRatio,
      @Nullable Double roundTripMs) {}

  /** What waits before the link to a client. */
  public record Queue(
      int packets, long bytes, double longestMs, long refusedFrames, long givenUpPackets) {}

  /** A published track. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Track(
      String id,
      String participant,
      String kind,
      String source,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String name,
      boolean muted,
      long csrc,
      List<Stream> streams) {

    public Track {
      streams = List.copyOf(streams);
    }
  }

  /** What a participant is shown in one m-line. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Slot(
      String mid,
      String kind,
      @Nullable String track,
      @Nullable String participant,
      boolean awaitsKeyFrame,
      @Nullable String rid,
      @Nullable Integer temporalLayer,
      Allocation allocation,
      @Nullable Long freezes,
      @Nullable Long frozenMs,
      Stream stream) {}

  /** What a slot was given, which it shows from the next key frame on. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Allocation(
      @Nullable String rid,
      @Nullable Integer temporalLayer,
      @Nullable String paused,
      @Nullable Long bitrate,
      @Nullable Integer width,
      @Nullable Integer height,
      int priority) {}

  /** One RTP stream; the rid is that of one of several encodings of a track. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Stream(
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String rid,
      long ssrc,
      @Nullable String codec,
      Traffic media,
      long retransmissions,
      long nacks,
      long keyFrameRequests,
      long lost,
      double lossRatio,
      double jitterMs,
      long frames,
      double frameRate,
      long keyFrames,
      @Nullable Integer width,
      @Nullable Integer height) {}
}
