package io.weir.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.codec.PayloadCodec.Fit;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendBindingTest {
  private static CodecParameters codec(int payloadType, String name, int rtx) {
    return new CodecParameters(payloadType, name, 90_000, 0, Map.of(), Set.of(), rtx);
  }

  private static CodecParameters h264(int payloadType, String profile, String mode) {
    Map<String, String> parameters =
        mode.isEmpty()
            ? Map.of("profile-level-id", profile)
            : Map.of("profile-level-id", profile, "packetization-mode", mode);
    return new CodecParameters(payloadType, "H264", 90_000, 0, parameters, Set.of(), -1);
  }

  private static RtpParameters rtp(CodecParameters... codecs) {
    return new RtpParameters(
        "m",
        MediaKind.VIDEO,
        List.of(codecs),
        Map.of(),
        List.of(new EncodingParameters("", 1, 2)),
        "");
  }

  @Test
  void shouldTranslatePayloadTypesOfMediaAndRetransmissions() {
    SendBinding binding =
        new SendBinding(
            1,
            null,
            rtp(codec(96, "VP8", 97), codec(98, "VP9", 99)),
            rtp(codec(100, "VP9", 101), codec(120, "VP8", CodecParameters.NO_RTX)));
    assertThat(binding.payloadType(96)).isEqualTo(120);
    assertThat(binding.rtxPayloadType(96)).isEqualTo(-1);
    assertThat(binding.payloadType(98)).isEqualTo(100);
    assertThat(binding.rtxPayloadType(98)).isEqualTo(101);
    assertThat(binding.payloadType(97)).as("RTX is never forwarded as media").isEqualTo(-1);
    assertThat(binding.payloadType(0)).isEqualTo(-1);
    assertThat(binding.payloadType(127)).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({
    "42e01f, 1, 42e01f, 1, SAME",
    "42e01f, 1, 42E034, 1, SAME", // only the level differs
    "42e01f, 1, 42e01f, 0, NONE",
    "42e01f, 0, 42e01f, 1, WIDER", // mode 1 takes single units too
    "42e01f, '', 42e01f, 0, SAME", // RFC 6184 §8.1: no packetization-mode means 0
    "42e01f, 1, 42001f, 1, WIDER", // baseline contains constrained baseline
    "42001f, 1, 42e01f, 1, NONE"
  })
  void shouldMatchH264OnProfileAndPacketizationMode(
      String fromProfile, String fromMode, String toProfile, String toMode, Fit expected) {
    assertThat(SendBinding.fit(h264(96, fromProfile, fromMode), h264(102, toProfile, toMode)))
        .isEqualTo(expected);
  }

  @Test
  void shouldPickTheH264ThatTheSubscriberDecodesAmongSeveral() {
    SendBinding binding =
        new SendBinding(
            1,
            null,
            rtp(h264(96, "42e01f", "1"), h264(98, "64001f", "1")),
            rtp(h264(102, "64001f", "0"), h264(104, "42e01f", "0"), h264(106, "42e02a", "1")));
    assertThat(binding.payloadType(96)).isEqualTo(106);
    assertThat(binding.payloadType(98)).isEqualTo(-1);
  }

  @Test
  void shouldNotConfuseCodecsThatDifferInClockOrChannels() {
    CodecParameters stereo = new CodecParameters(111, "opus", 48_000, 2, Map.of(), Set.of(), -1);
    CodecParameters mono = new CodecParameters(111, "opus", 48_000, 1, Map.of(), Set.of(), -1);
    CodecParameters slow = new CodecParameters(111, "opus", 16_000, 2, Map.of(), Set.of(), -1);
    CodecParameters upper = new CodecParameters(109, "OPUS", 48_000, 2, Map.of(), Set.of(), -1);
    assertThat(SendBinding.fit(stereo, mono)).isEqualTo(Fit.NONE);
    assertThat(SendBinding.fit(stereo, slow)).isEqualTo(Fit.NONE);
    assertThat(SendBinding.fit(stereo, upper)).isEqualTo(Fit.SAME);
  }

  @Test
  void shouldCallDecodableWhatThePublisherPrefersAndNotWhatItCouldSend() {
    List<CodecParameters> vp8 = List.of(codec(96, "VP8", 97));
    List<CodecParameters> vp9 = List.of(codec(96, "VP9", 97));
    assertThat(SendBinding.decodable(vp8, vp9)).isFalse();
    assertThat(SendBinding.decodable(vp8, List.of(vp9.getFirst(), codec(120, "vp8", 121))))
        .isTrue();
    assertThat(SendBinding.decodable(List.of(vp9.getFirst(), vp8.getFirst()), vp8)).isFalse();
  }
}
