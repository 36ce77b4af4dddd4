package io.weir.core.testkit;

import io.weir.core.control.CodecParameters;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a {@link SimulatedClient} negotiates for its m-lines. Stateless. */
final class ClientParameters {
  static final int MID_EXTENSION = 3;
  static final int LEVEL_EXTENSION = 1;
  static final int RID_EXTENSION = 6;
  static final int REPAIRED_RID_EXTENSION = 7;

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
}
