package io.weir.bench.load.media;

import io.weir.core.control.CodecParameters;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What negotiations with a server could have led to. */
final class AgreedCodecs {
  private static final Map<HeaderExtensionId, Integer> VIDEO_EXTENSIONS =
      Map.of(
          HeaderExtensionId.MID, 3,
          HeaderExtensionId.RID, 4,
          HeaderExtensionId.REPAIRED_RID, 5,
          HeaderExtensionId.TRANSPORT_CC, 6,
          HeaderExtensionId.ABS_SEND_TIME, 7,
          HeaderExtensionId.DEPENDENCY_DESCRIPTOR, 8);

  private static final Map<HeaderExtensionId, Integer> AUDIO_EXTENSIONS =
      Map.of(HeaderExtensionId.MID, 3, HeaderExtensionId.AUDIO_LEVEL, 1);

  private AgreedCodecs() {}

  static RtpParameters video(
      String mid, VideoCodec codec, int payloadType, List<EncodingParameters> encodings) {
    CodecParameters parameters =
        new CodecParameters(
            payloadType,
            codec.name(),
            90_000,
            0,
            codec == VideoCodec.H264
                ? Map.of("packetization-mode", "1", "profile-level-id", "42e01f")
                : Map.of(),
            Set.of("nack", "nack pli", "ccm fir", "transport-cc"),
            payloadType + 1);
    return new RtpParameters(
        mid, MediaKind.VIDEO, List.of(parameters), VIDEO_EXTENSIONS, encodings, "cname", true);
  }

  static RtpParameters audio(String mid, List<EncodingParameters> encodings) {
    CodecParameters opus =
        new CodecParameters(
            111, "opus", 48_000, 2, Map.of("minptime", "10"), Set.of(), CodecParameters.NO_RTX);
    return new RtpParameters(
        mid, MediaKind.AUDIO, List.of(opus), AUDIO_EXTENSIONS, encodings, "cname");
  }
}
