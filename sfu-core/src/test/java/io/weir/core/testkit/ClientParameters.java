package io.weir.core.testkit;

import io.weir.core.control.CodecParameters;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import io.weir.core.control.TrackParameters;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a {@link SimulatedClient} negotiates for its m-lines. Stateless. */
final class ClientParameters {
  static final int MID_EXTENSION = 3;
  static final int LEVEL_EXTENSION = 1;
  static final int RID_EXTENSION = 6;
  static final int REPAIRED_RID_EXTENSION = 7;
  static final int TRANSPORT_CC_EXTENSION = 5;

  private ClientParameters() {}

  static CodecParameters codec(SimulatedCodec codec, int payloadType) {
    return new CodecParameters(
        payloadType,
        codec.name(),
        90_000,
        0,
        Map.of(),
        Set.of("nack", "nack pli"),
        payloadType + 1);
  }

  private static CodecParameters withFeedback(CodecParameters codec, String feedback) {
    return codec.withFeedback(Set.of("nack", "nack pli", feedback));
  }

  /** A slot, whose packets have transport-wide numbers. */
  static RtpParameters numbered(
      String mid, EncodingParameters encoding, List<CodecParameters> codecs) {
    return new RtpParameters(
        mid,
        MediaKind.VIDEO,
        codecs.stream().map(codec -> withFeedback(codec, "transport-cc")).toList(),
        Map.of(
            HeaderExtensionId.MID, MID_EXTENSION,
            HeaderExtensionId.TRANSPORT_CC, TRANSPORT_CC_EXTENSION),
        List.of(encoding),
        "client");
  }

  /** A slot on whose packets its client reports by their own numbers (RFC 8888). */
  static RtpParameters reported(
      String mid, EncodingParameters encoding, List<CodecParameters> codecs) {
    return video(
        mid, encoding, codecs.stream().map(codec -> withFeedback(codec, "ack ccfb")).toList());
  }

  /** A slot whose client tells what it believes its link to carry. */
  static RtpParameters estimated(
      String mid, EncodingParameters encoding, List<CodecParameters> codecs) {
    return video(
        mid, encoding, codecs.stream().map(codec -> withFeedback(codec, "goog-remb")).toList());
  }

  static RtpParameters video(
      String mid, EncodingParameters encoding, List<CodecParameters> codecs) {
    return new RtpParameters(
        mid,
        MediaKind.VIDEO,
        codecs,
        Map.of(HeaderExtensionId.MID, MID_EXTENSION),
        List.of(encoding),
        "client");
  }

  /** Several encodings, whose SSRCs their packets tell by rid. */
  static RtpParameters simulcast(String mid, List<String> rids, List<CodecParameters> codecs) {
    long unknown = EncodingParameters.UNKNOWN_SSRC;
    return new RtpParameters(
        mid,
        MediaKind.VIDEO,
        codecs,
        Map.of(
            HeaderExtensionId.MID, MID_EXTENSION,
            HeaderExtensionId.RID, RID_EXTENSION,
            HeaderExtensionId.REPAIRED_RID, REPAIRED_RID_EXTENSION),
        rids.stream().map(rid -> new EncodingParameters(rid, unknown, unknown)).toList(),
        "client");
  }

  static RtpParameters audio(String mid, int ssrc, int payloadType) {
    CodecParameters opus =
        new CodecParameters(
            payloadType, "OPUS", 48_000, 2, Map.of(), Set.of(), CodecParameters.NO_RTX);
    return new RtpParameters(
        mid,
        MediaKind.AUDIO,
        List.of(opus),
        Map.of(
            HeaderExtensionId.MID, MID_EXTENSION, HeaderExtensionId.AUDIO_LEVEL, LEVEL_EXTENSION),
        List.of(new EncodingParameters("", ssrc, EncodingParameters.UNKNOWN_SSRC)),
        "client");
  }

  /** A track that is sent with other codecs. */
  static TrackParameters withCodecs(TrackParameters track, List<CodecParameters> codecs) {
    RtpParameters rtp = track.rtp();
    return new TrackParameters(
        track.track(),
        track.source(),
        track.muted(),
        new RtpParameters(
            rtp.mid(), rtp.kind(), codecs, rtp.extensions(), rtp.encodings(), rtp.cname()));
  }
}
