package io.weir.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.weir.core.control.CodecParameters;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import io.weir.core.control.SlotParameters;
import io.weir.core.control.TrackParameters;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Offers of real clients in rooms with codecs of their own. */
class RoomCodecsTest {

  private static Answer answerText(String text, String recording, String... codecs)
      throws Exception {
    SessionDescription offer = SdpParser.parse(text);
    OfferContext plain = Fixtures.context(Fixtures.kindOf(recording), offer);
    return Negotiator.negotiate(
        offer,
        new OfferContext(
            plain.kind(),
            plain.tracks(),
            plain.previous(),
            plain.local(),
            plain.fingerprint(),
            plain.candidates(),
            plain.ssrcs(),
            plain.trackNumbers(),
            List.of(codecs)));
  }

  private static Answer answer(String recording, String... codecs) throws Exception {
    return answerText(Fixtures.text(recording), recording, codecs);
  }

  private static List<String> names(RtpParameters rtp) {
    return rtp.codecs().stream().map(CodecParameters::name).distinct().toList();
  }

  private static RtpParameters track(Answer answer, MediaKind kind) {
    return answer.tracks().stream()
        .map(TrackParameters::rtp)
        .filter(rtp -> rtp.kind() == kind)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldHavePublishersSendTheRoomsCodecsInItsOrder() throws Exception {
    Answer answer = answer("chromium-publish", "AV1", "VP9", "OPUS");

    RtpParameters video = track(answer, MediaKind.VIDEO);
    assertThat(names(video)).containsExactly("AV1", "VP9");
    CodecParameters av1 = video.codecs().getFirst();
    assertThat(av1.payloadType()).isEqualTo(45);
    assertThat(av1.rtxPayloadType()).isEqualTo(46);
    assertThat(answer.sdp())
        .contains("a=fmtp:45 level-idx=5;profile=0;tier=0\r\n", "a=fmtp:98 profile-id=0\r\n");
    assertThat(video.codecs())
        .filteredOn(codec -> codec.name().equals("VP9"))
        .extracting(codec -> codec.formatParameters().get("profile-id"))
        .containsExactly("0", "2");
  }

  @ParameterizedTest
  @CsvSource({"chromium-slots, true", "firefox-slots, false"})
  void shouldOpenSlotsForEveryCodecThatBothKnow(String recording, boolean h264) throws Exception {
    for (SlotParameters slot : answer(recording, "VP9", "OPUS").slots()) {
      List<String> names = names(slot.rtp());
      if (slot.rtp().kind() == MediaKind.VIDEO) {
        assertThat(names).startsWith("VP9").contains("VP8", "AV1");
        assertThat(names.contains("H264")).isEqualTo(h264);
      } else {
        assertThat(names).startsWith("OPUS").contains("PCMU", "PCMA");
      }
    }
  }

  @Test
  void shouldOpenSlotsThatKnowNoneOfTheRoomsCodecs() throws Exception {
    // They stay empty and say why; what the room's codecs are may change.
    assertThat(answer("firefox-slots", "H264", "OPUS").slots()).hasSize(9);
    assertThatThrownBy(() -> answer("firefox-publish", "H264", "OPUS"))
        .isInstanceOf(NegotiationException.class)
        .hasMessageContaining("[H264, OPUS]");
  }

  @Test
  void shouldRefuseAViewerWhoKnowsNoneOfTheRoomsCodecs() {
    // WHEP has no way to say later why nothing comes.
    assertThatThrownBy(() -> answer("firefox-whep", "H264", "OPUS"))
        .isInstanceOf(NegotiationException.class);
  }

  @Test
  void shouldAgreeOnRedundancyWhereTheRoomAsksForIt() throws Exception {
    assertThat(names(track(answer("chromium-publish", "VP8", "OPUS"), MediaKind.AUDIO)))
        .containsExactly("OPUS");
    Answer answer = answer("chromium-publish", "VP8", "RED", "OPUS");
    assertThat(names(track(answer, MediaKind.AUDIO))).containsExactly("RED", "OPUS");
    assertThat(answer.sdp()).contains("a=fmtp:63 111/111\r\n");
    // Firefox has none, and is understood without.
    assertThat(names(track(answer("firefox-publish", "VP8", "RED", "OPUS"), MediaKind.AUDIO)))
        .containsExactly("OPUS");
    String foreign = Fixtures.text("chromium-publish").replace("63 111/111", "63 111/9");
    assertThat(
            names(
                track(
                    answerText(foreign, "chromium-publish", "VP8", "RED", "OPUS"),
                    MediaKind.AUDIO)))
        .containsExactly("OPUS");
  }

  @Test
  void shouldKnowStaticPayloadTypesWithoutTheirRtpmap() throws Exception {
    String bare = Fixtures.text("aiortc-whip").replaceAll("a=rtpmap:[08] PCM[UA]/8000\r\n", "");
    RtpParameters audio =
        track(answerText(bare, "aiortc-whip", "VP8", "PCMA", "PCMU"), MediaKind.AUDIO);
    assertThat(audio.codecs())
        .extracting(CodecParameters::payloadType, CodecParameters::clockRate)
        .containsExactly(tuple(8, 8_000), tuple(0, 8_000));
  }

  @Test
  void shouldTakeEachExtensionOnlyInTheDirectionInWhichItIsOfUse() throws Exception {
    Answer answer = answer("chromium-conference", "VP8", "OPUS");
    RtpParameters camera = track(answer, MediaKind.VIDEO);
    assertThat(camera.extensions())
        .containsKeys(HeaderExtensionId.PLAYOUT_DELAY, HeaderExtensionId.COLOR_SPACE)
        .doesNotContainKeys(HeaderExtensionId.ABS_SEND_TIME, HeaderExtensionId.VIDEO_ORIENTATION);
    RtpParameters slot = answer.slots().getLast().rtp();
    assertThat(slot.extensions())
        .containsKeys(
            HeaderExtensionId.ABS_SEND_TIME,
            HeaderExtensionId.VIDEO_ORIENTATION,
            HeaderExtensionId.TRANSPORT_CC);
    assertThat(slot.mixedExtensions()).isTrue();
    assertThat(answer("firefox-slots", "VP8", "OPUS").slots().getFirst().rtp().extensions())
        .containsKey(HeaderExtensionId.MIXER_AUDIO_LEVEL);
    assertThat(track(answer("firefox-publish", "VP8", "OPUS"), MediaKind.AUDIO).extensions())
        .doesNotContainKey(HeaderExtensionId.MIXER_AUDIO_LEVEL);
  }

  @Test
  void shouldSpellTheListAsWeirDoes() {
    assertThat(RoomCodecs.check(List.of("av1", " Opus"))).containsExactly("AV1", "OPUS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "VP8,G729", "VP8,vp8", "RED,VP8"})
  void shouldRefuseListsThatMakeNoSense(String list) {
    List<String> names = list.isEmpty() ? List.of() : List.of(list.split(","));
    assertThatThrownBy(() -> RoomCodecs.check(names))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(".");
  }
}
