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

class PayloadRoutesTest {
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

  @Test
  void shouldTranslatePayloadTypesOfMediaAndRetransmissions() {
    PayloadRoutes routes =
        new PayloadRoutes(
            List.of(codec(96, "VP8", 97), codec(98, "VP9", 99)),
            List.of(codec(100, "VP9", 101), codec(120, "VP8", CodecParameters.NO_RTX)));
    assertThat(PayloadRoutes.payloadType(routes.get(96))).isEqualTo(120);
    assertThat(PayloadRoutes.rtxPayloadType(routes.get(96))).isEqualTo(-1);
    assertThat(PayloadRoutes.payloadType(routes.get(98))).isEqualTo(100);
    assertThat(PayloadRoutes.rtxPayloadType(routes.get(98))).isEqualTo(101);
    assertThat(routes.get(97))
        .as("RTX is never forwarded as media")
        .isEqualTo(PayloadRoutes.NO_ROUTE);
    assertThat(routes.get(0)).isEqualTo(PayloadRoutes.NO_ROUTE);
    assertThat(routes.get(127)).isEqualTo(PayloadRoutes.NO_ROUTE);
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
    assertThat(PayloadRoutes.fit(h264(96, fromProfile, fromMode), h264(102, toProfile, toMode)))
        .isEqualTo(expected);
  }

  @Test
  void shouldPickTheH264ThatTheSubscriberDecodesAmongSeveral() {
    PayloadRoutes routes =
        new PayloadRoutes(
            List.of(h264(96, "42e01f", "1"), h264(98, "64001f", "1")),
            List.of(h264(102, "64001f", "0"), h264(104, "42e01f", "0"), h264(106, "42e02a", "1")));
    assertThat(PayloadRoutes.payloadType(routes.get(96))).isEqualTo(106);
    assertThat(routes.get(98)).isEqualTo(PayloadRoutes.NO_ROUTE);
  }

  @Test
  void shouldNotConfuseCodecsThatDifferInClockOrChannels() {
    CodecParameters stereo = new CodecParameters(111, "opus", 48_000, 2, Map.of(), Set.of(), -1);
    CodecParameters mono = new CodecParameters(111, "opus", 48_000, 1, Map.of(), Set.of(), -1);
    CodecParameters slow = new CodecParameters(111, "opus", 16_000, 2, Map.of(), Set.of(), -1);
    CodecParameters upper = new CodecParameters(109, "OPUS", 48_000, 2, Map.of(), Set.of(), -1);
    assertThat(PayloadRoutes.fit(stereo, mono)).isEqualTo(Fit.NONE);
    assertThat(PayloadRoutes.fit(stereo, slow)).isEqualTo(Fit.NONE);
    assertThat(PayloadRoutes.fit(stereo, upper)).isEqualTo(Fit.SAME);
  }

  @Test
  void shouldCallDecodableWhatThePublisherPrefersAndNotWhatItCouldSend() {
    List<CodecParameters> vp8 = List.of(codec(96, "VP8", 97));
    List<CodecParameters> vp9 = List.of(codec(96, "VP9", 97));
    assertThat(PayloadRoutes.decodable(vp8, vp9)).isFalse();
    assertThat(PayloadRoutes.decodable(vp8, List.of(vp9.getFirst(), codec(120, "vp8", 121))))
        .isTrue();
    assertThat(PayloadRoutes.decodable(List.of(vp9.getFirst(), vp8.getFirst()), vp8)).isFalse();
  }

  @Test
  void shouldTellClockRatesAndNoRepetitionWhereThereIsNone() {
    PayloadRoutes routes =
        new PayloadRoutes(List.of(codec(96, "VP8", 97)), List.of(codec(127, "VP8", 126)));
    long route = routes.get(96);
    assertThat(PayloadRoutes.payloadType(route)).isEqualTo(127);
    assertThat(PayloadRoutes.rtxPayloadType(route)).isEqualTo(126);
    assertThat(PayloadRoutes.clockRate(route)).isEqualTo(90_000);
    assertThat(PayloadRoutes.repeated(route)).isEqualTo(-1);
  }

  @Test
  void shouldShareRoutesAmongSlotsThatNegotiatedTheSame() {
    TrackBindings bindings = new TrackBindings(1, 0, null, rtp("p", codec(96, "VP8", 97)));
    SendBinding one = bindings.to(rtp("a", codec(120, "VP8", 121)));
    SendBinding same = bindings.to(rtp("b", codec(120, "VP8", 121)));
    SendBinding other = bindings.to(rtp("c", codec(100, "VP8", 101)));
    assertThat(same.routes()).isSameAs(one.routes());
    assertThat(same.extensions()).as("numbers frames for one slot").isNotSameAs(one.extensions());
    assertThat(PayloadRoutes.payloadType(other.routes().get(96))).isEqualTo(100);
    for (int i = 0; i < 50; i++) {
      bindings.to(rtp("many", codec(100, "VP8", i)));
    }
    SendBinding again = bindings.to(rtp("d", codec(120, "VP8", 121)));
    assertThat(PayloadRoutes.payloadType(again.routes().get(96))).isEqualTo(120);
  }

  private static RtpParameters rtp(String mid, CodecParameters... codecs) {
    return new RtpParameters(
        mid,
        MediaKind.VIDEO,
        List.of(codecs),
        Map.of(),
        List.of(new EncodingParameters("", 1, 2)),
        "");
  }
}
