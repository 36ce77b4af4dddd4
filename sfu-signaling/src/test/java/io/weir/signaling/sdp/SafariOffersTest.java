package io.weir.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.control.CodecParameters;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.RtpParameters;
import io.weir.core.control.TrackParameters;
import io.weir.core.control.TrackSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What Safari's offers become.
 *
 * <p>The recordings are other people's, with credentials, fingerprints and addresses replaced.
 * Safari of 2020 stands in aws/amazon-chime-sdk-js, {@code test/sdp/SafariSDPMock.ts}: {@code
 * SAFARI_AUDIO_VIDEO_SENDING} and {@code IOS_SAFARI_AUDIO_SENDRECV_VIDEO_RECV}. The later one is of
 * a public debugging log of April 2025; livekit/client-sdk-js issue 1617 shows the same payload
 * types of Safari 18.6, and awslabs/amazon-kinesis-video-streams-webrtc-sdk-c pull request 1965 the
 * same sections of sound and H265.
 */
class SafariOffersTest {
  private static final String SAFARI_13 = "safari13-whip";
  private static final String SAFARI_18 = "safari18-whip-two-cameras";

  @Test
  void shouldPublishCameraAndMicrophoneOfSafari13() throws Exception {
    Answer answer = Fixtures.answer(SAFARI_13);

    assertThat(answer.tracks())
        .extracting(TrackParameters::source)
        .containsExactly(TrackSource.MICROPHONE, TrackSource.CAMERA);
    RtpParameters audio = answer.tracks().getFirst().rtp();
    assertThat(codecs(audio)).containsExactly("OPUS 111");
    // Safari 13 offers no transport-wide sequence number for sound.
    assertThat(audio.extensions())
        .containsOnlyKeys(HeaderExtensionId.AUDIO_LEVEL, HeaderExtensionId.MID);
    assertThat(audio.codecs().getFirst().feedback()).isEmpty();
    RtpParameters video = answer.tracks().getLast().rtp();
    assertThat(codecs(video)).containsExactly("VP8 100", "H264 98", "H264 96");
    assertThat(video.extensions())
        .containsEntry(HeaderExtensionId.TRANSPORT_CC, 5)
        .containsEntry(HeaderExtensionId.PLAYOUT_DELAY, 6)
        .containsEntry(HeaderExtensionId.VIDEO_CONTENT_TYPE, 7)
        .containsEntry(HeaderExtensionId.MID, 9)
        .hasSize(4);
    assertThat(video.encodings())
        .containsExactly(new EncodingParameters("", 2_209_845_614L, 703_070_799L));
    assertThat(video.mixedExtensions()).isFalse();
    SessionDescription sdp = SdpParser.parse(answer.sdp());
    assertThat(sdp.attribute("group")).contains("BUNDLE 0 1");
    assertThat(sdp.media()).allMatch(media -> media.has("recvonly"), "recvonly");
  }

  @Test
  void shouldLeaveOutWhatWeirDoesNotKnowOfSafari() throws Exception {
    for (String name : List.of(SAFARI_13, SAFARI_18)) {
      assertThat(Fixtures.answer(name).sdp())
          .doesNotContainIgnoringCase("ulpfec")
          .doesNotContainIgnoringCase("ilbc")
          .doesNotContain("framemarking", "video-timing", "toffset", "goog-remb", "a=rid")
          .doesNotContain("red/90000", "telephone-event", "mslabel");
    }
  }

  @Test
  void shouldOpenASlotForEachKindOfAnIPhoneThatOffersMore() throws Exception {
    Answer answer = Fixtures.answer("safari13-whep");

    assertThat(answer.tracks()).isEmpty();
    assertThat(answer.slots()).extracting(slot -> slot.rtp().mid()).containsExactly("0", "2");
    RtpParameters video = answer.slots().getLast().rtp();
    assertThat(codecs(video)).containsExactly("VP8 100", "H264 98", "H264 96");
    assertThat(video.extensions())
        .containsEntry(HeaderExtensionId.ABS_SEND_TIME, 3)
        .containsEntry(HeaderExtensionId.VIDEO_ORIENTATION, 4);
    List<MediaDescription> media = SdpParser.parse(answer.sdp()).media();
    assertThat(media.get(0).has("sendonly")).isTrue();
    assertThat(media.get(1).has("inactive")).isTrue();
    assertThat(media.get(2).attribute("msid")).contains("slot-0 video-0");
    assertThat(SdpParser.parse(answer.sdp()).attribute("group")).contains("BUNDLE 0 1 2");
  }

  @Test
  void shouldSayWhyDirectionsDoNotFit() throws Exception {
    SessionDescription offer = Fixtures.offer("safari13-whep");

    for (OfferKind kind : List.of(OfferKind.WHIP, OfferKind.WEBSOCKET)) {
      assertThatThrownBy(() -> Negotiator.negotiate(offer, Fixtures.context(kind, offer)))
          .isInstanceOf(NegotiationException.class)
          .hasMessageContaining(
              kind == OfferKind.WHIP ? "2 of a WHIP offer must send" : "sendrecv");
    }
  }

  @Test
  void shouldPublishTwoCamerasOfSafari18() throws Exception {
    Answer answer = Fixtures.answer(SAFARI_18);

    assertThat(answer.tracks())
        .extracting(track -> track.rtp().mid() + " " + track.source())
        .containsExactly("0 CAMERA", "1 MICROPHONE", "2 CAMERA", "3 MICROPHONE");
    assertThat(codecs(answer.tracks().get(1).rtp())).containsExactly("OPUS 111");
    RtpParameters video = answer.tracks().get(2).rtp();
    assertThat(codecs(video))
        .containsExactly("VP8 106", "H264 98", "H264 102", "H264 96", "H264 100");
    assertThat(video.codecs().getFirst().rtxPayloadType()).isEqualTo(107);
    assertThat(video.encodings())
        .containsExactly(new EncodingParameters("", 2_386_020_336L, 16_669_364L));
    assertThat(video.extensions())
        .containsEntry(HeaderExtensionId.TRANSPORT_CC, 4)
        .containsEntry(HeaderExtensionId.COLOR_SPACE, 8)
        .containsEntry(HeaderExtensionId.MID, 9)
        .doesNotContainKeys(HeaderExtensionId.RID, HeaderExtensionId.VIDEO_ORIENTATION);
    assertThat(answer.tracks().getLast().rtp().extensions())
        .containsEntry(HeaderExtensionId.AUDIO_LEVEL, 14)
        .containsEntry(HeaderExtensionId.TRANSPORT_CC, 4);
    assertThat(video.mixedExtensions()).isTrue();
    assertThat(SdpParser.parse(answer.sdp()).attribute("group")).contains("BUNDLE 0 1 2 3");
  }

  /** Safari writes no fmtp for H265: Main profile (RFC 7798 §7.1). */
  @Test
  void shouldTakeSafarisH265AndBothProfilesOfVp9WhereTheRoomWantsThem() throws Exception {
    Answer answer =
        Fixtures.answer(SAFARI_18, OfferKind.WHIP, List.of("H265", "VP9", "RED", "OPUS"));

    RtpParameters video = answer.tracks().getFirst().rtp();
    assertThat(codecs(video)).containsExactly("H265 104", "VP9 108", "VP9 127");
    assertThat(video.codecs()).extracting(CodecParameters::rtxPayloadType).contains(105, 109, 125);
    assertThat(codecs(answer.tracks().get(1).rtp())).containsExactly("RED 63", "OPUS 111");
    assertThat(answer.sdp()).contains("a=fmtp:63 111/111").doesNotContain("a=fmtp:104");
  }

  @Test
  void shouldSendSafari18EveryCodecThatItDecodes() throws Exception {
    Answer answer = Fixtures.answer(SAFARI_18, OfferKind.WHEP, List.of("VP9", "OPUS"));

    assertThat(answer.slots()).hasSize(4);
    assertThat(codecs(answer.slots().getFirst().rtp()))
        .startsWith("VP9 108", "VP9 127", "VP8 106")
        .contains("H265 104");
  }

  @Test
  void shouldSayThatSafari13KnowsNoVp9() {
    assertThatThrownBy(() -> Fixtures.answer(SAFARI_13, OfferKind.WHIP, List.of("VP9", "OPUS")))
        .isInstanceOf(NegotiationException.class)
        .hasMessageContaining("VP9");
  }

  private static List<String> codecs(RtpParameters rtp) {
    return rtp.codecs().stream().map(codec -> codec.name() + " " + codec.payloadType()).toList();
  }
}
