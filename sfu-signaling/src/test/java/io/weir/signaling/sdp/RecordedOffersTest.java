package io.weir.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.control.CodecParameters;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import io.weir.core.control.SlotParameters;
import io.weir.core.control.TrackParameters;
import io.weir.core.control.TrackSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What real clients' offers become. */
class RecordedOffersTest {

  @Test
  void shouldPublishCameraAndMicrophoneOfChromium() throws Exception {
    Answer answer = Fixtures.answer("chromium-publish");

    assertThat(answer.slots()).isEmpty();
    assertThat(answer.tracks()).hasSize(2);
    RtpParameters audio = answer.tracks().getFirst().rtp();
    assertThat(audio.kind()).isEqualTo(MediaKind.AUDIO);
    assertThat(audio.codecs()).extracting(CodecParameters::payloadType).containsExactly(111);
    assertThat(audio.codecs().getFirst().feedback()).containsExactly("transport-cc");
    assertThat(audio.extensionId(HeaderExtensionId.AUDIO_LEVEL)).isEqualTo(1);
    assertThat(audio.extensionId(HeaderExtensionId.MID)).isEqualTo(4);
    RtpParameters video = answer.tracks().getLast().rtp();
    assertThat(video.mid()).isEqualTo("1");
    CodecParameters vp8 = video.codecs().getFirst();
    assertThat(vp8.name()).isEqualTo("VP8");
    assertThat(vp8.payloadType()).isEqualTo(96);
    assertThat(vp8.rtxPayloadType()).isEqualTo(97);
    assertThat(vp8.feedback())
        .containsExactlyInAnyOrder("nack", "nack pli", "ccm fir", "transport-cc");
    assertThat(video.extensions()).containsEntry(HeaderExtensionId.TRANSPORT_CC, 3);
    assertThat(video.extensions()).doesNotContainKey(HeaderExtensionId.RID);
    assertThat(video.encodings())
        .containsExactly(new EncodingParameters("", 3_442_859_712L, 1_977_053_196L));
    assertThat(video.cname()).isEqualTo("2DW1EOrez0io+E3j");
  }

  @Test
  void shouldPreferTheH264ThatMostReceiversDecode() throws Exception {
    Answer answer = Fixtures.answer("chromium-publish");

    List<CodecParameters> h264 =
        answer.tracks().getLast().rtp().codecs().stream()
            .filter(codec -> codec.name().equals("H264"))
            .toList();
    assertThat(h264.getFirst().formatParameters())
        .containsEntry("profile-level-id", "42e01f")
        .containsEntry("packetization-mode", "1");
    assertThat(h264).hasSize(6);
  }

  @Test
  void shouldOpenNineSlotsBesideTwoTracksOfChromium() throws Exception {
    assertConference(Fixtures.answer("chromium-conference"), 96, 111);
  }

  @Test
  void shouldOpenNineSlotsBesideTwoTracksOfFirefox() throws Exception {
    assertConference(Fixtures.answer("firefox-conference"), 120, 109);
  }

  @Test
  void shouldAgreeToDependencyDescriptorsOnlyWhereTheirStructureFits() throws Exception {
    String uri = HeaderExtensionId.DEPENDENCY_DESCRIPTOR.uri();
    String mixed = Fixtures.text("chromium-simulcast-data");
    for (boolean fits : new boolean[] {true, false}) {
      SessionDescription offer =
          SdpParser.parse(fits ? mixed : mixed.replace("a=extmap-allow-mixed\r\n", ""));
      Answer answer = Negotiator.negotiate(offer, Fixtures.context(OfferKind.WEBSOCKET, offer));
      assertThat(answer.sdp().contains(uri)).isEqualTo(fits);
    }
  }

  private static void assertConference(Answer answer, int vp8, int opus) throws Exception {
    assertThat(answer.tracks()).hasSize(2);
    assertThat(answer.slots()).hasSize(9);
    assertThat(answer.slots())
        .extracting(SlotParameters::index)
        .containsExactly(0, 1, 2, 0, 1, 2, 3, 4, 5);
    for (SlotParameters slot : answer.slots()) {
      RtpParameters rtp = slot.rtp();
      boolean video = rtp.kind() == MediaKind.VIDEO;
      assertThat(rtp.codecs().getFirst().payloadType()).isEqualTo(video ? vp8 : opus);
      // Numbered packets and feedback on them only make sense together; Firefox has none for sound.
      boolean counted = rtp.extensions().containsKey(HeaderExtensionId.TRANSPORT_CC);
      assertThat(rtp.codecs().stream().anyMatch(CodecParameters::hasTransportCc))
          .isEqualTo(counted);
      assertThat(counted || !video).isTrue();
      assertThat(rtp.codecs()).noneMatch(CodecParameters::hasReceiverEstimate);
      assertThat(rtp.extensions()).containsKey(HeaderExtensionId.MID);
      assertThat(rtp.cname()).isEqualTo("weir");
      assertThat(rtp.encodings().getFirst().rtxSsrc() > 0).isEqualTo(video);
    }
    SessionDescription sdp = SdpParser.parse(answer.sdp());
    MediaDescription firstVideoSlot = sdp.media().get(5);
    long ssrc = answer.slots().get(3).rtp().encodings().getFirst().ssrc();
    assertThat(firstVideoSlot.attribute("msid")).contains("slot-0 video-0");
    assertThat(sdp.media().get(2).attribute("msid")).contains("slot-0 audio-0");
    assertThat(firstVideoSlot.values("ssrc")).hasSize(2).contains(ssrc + " cname:weir");
    assertThat(firstVideoSlot.values("ssrc-group"))
        .containsExactly("FID " + ssrc + " " + (ssrc + 1));
  }

  @Test
  void shouldWriteTheSlotOnlyAnswersOfBothBrowsers() throws Exception {
    assertThat(Fixtures.answer("chromium-slots").slots()).hasSize(9);
    Answer firefox = Fixtures.answer("firefox-slots");
    assertThat(firefox.slots()).hasSize(9);
    assertThat(SdpParser.parse(firefox.sdp()).media())
        .allSatisfy(media -> assertThat(media.port()).isEqualTo(10_000));
  }

  @Test
  void shouldRejectDataChannelsButKeepTheRest() throws Exception {
    for (String browser : List.of("chromium", "firefox")) {
      Answer answer = Fixtures.answer(browser + "-simulcast-data");

      assertThat(answer.tracks()).hasSize(2);
      SessionDescription sdp = SdpParser.parse(answer.sdp());
      MediaDescription data = sdp.media().getLast();
      assertThat(data.kind()).isEqualTo("application");
      assertThat(data.port()).isZero();
      assertThat(data.mid()).isEqualTo("2");
      assertThat(sdp.attribute("group")).contains("BUNDLE 0 1");
    }
  }

  @Test
  void shouldTakeTheEncodingsOfBrowsersByRid() throws Exception {
    for (String browser : List.of("chromium", "firefox")) {
      Answer answer = Fixtures.answer(browser + "-simulcast-data");
      RtpParameters video = answer.tracks().getLast().rtp();

      assertThat(video.encodings())
          .extracting(EncodingParameters::rid)
          .containsExactly("q", "h", "f");
      assertThat(video.encodings())
          .extracting(EncodingParameters::ssrc)
          .containsOnly(EncodingParameters.UNKNOWN_SSRC);
      assertThat(video.extensions())
          .containsKeys(HeaderExtensionId.RID, HeaderExtensionId.REPAIRED_RID);
      MediaDescription section = SdpParser.parse(answer.sdp()).media().get(1);
      assertThat(section.values("rid")).containsExactly("q recv", "h recv", "f recv");
      assertThat(section.values("simulcast")).containsExactly("recv q;h;f");
    }
  }

  @Test
  void shouldTakeSimulcastOfEveryVideoCodecAndOverWhip() throws Exception {
    for (String codec : List.of("VP8", "H264", "VP9", "AV1")) {
      Answer answer =
          Fixtures.answer("chromium-simulcast-data", OfferKind.WHIP, List.of(codec, "OPUS"));
      assertThat(answer.tracks().getLast().rtp().codecs().getFirst().name()).isEqualTo(codec);
      assertThat(answer.tracks().getLast().rtp().encodings()).hasSize(3);
    }
  }

  @Test
  void shouldTakeOneEncodingWherePacketsCannotSayWhichTheyAreOf() throws Exception {
    String text = Fixtures.text("chromium-simulcast-data");
    SessionDescription offer =
        SdpParser.parse(text.replaceAll("a=extmap:\\d+ \\S+sdes:rtp-stream-id\r\n", ""));
    Answer answer = Negotiator.negotiate(offer, Fixtures.context(OfferKind.WEBSOCKET, offer));

    assertThat(answer.tracks().getLast().rtp().encodings())
        .containsExactly(
            new EncodingParameters(
                "", EncodingParameters.UNKNOWN_SSRC, EncodingParameters.UNKNOWN_SSRC));
    assertThat(answer.sdp()).doesNotContain("simulcast", "a=rid", "rtp-stream-id");
  }

  @Test
  void shouldTakeSendrecvOverWhipAsATrack() throws Exception {
    for (String name :
        List.of(
            "chromium-whip", "firefox-whip", "aiortc-whip-sendrecv", "gstreamer-whip-sendrecv")) {
      Answer answer = Fixtures.answer(name);

      assertThat(answer.tracks())
          .extracting(TrackParameters::source)
          .containsExactlyInAnyOrder(TrackSource.MICROPHONE, TrackSource.CAMERA);
      assertThat(SdpParser.parse(answer.sdp()).media())
          .allMatch(media -> media.has("recvonly"), "recvonly");
    }
  }

  @Test
  void shouldKeepGStreamersOrderAndCodecs() throws Exception {
    Answer answer = Fixtures.answer("gstreamer-whip");

    RtpParameters video = answer.tracks().getFirst().rtp();
    assertThat(video.mid()).isEqualTo("video0");
    assertThat(video.encodings().getFirst().ssrc()).isEqualTo(485_087_958L);
    assertThat(video.extensions()).isEmpty();
    assertThat(video.codecs().getFirst().feedback()).doesNotContain("transport-cc");
    RtpParameters audio = answer.tracks().getLast().rtp();
    assertThat(audio.codecs().getFirst().name()).isEqualTo("OPUS");
    assertThat(audio.codecs().getFirst().hasRtx()).isFalse();
    assertThat(answer.sdp()).contains("a=rtpmap:111 OPUS/48000/2").doesNotContain("sprop");
  }

  @Test
  void shouldAnswerH264OfGStreamer() throws Exception {
    Answer answer = Fixtures.answer("gstreamer-whip-h264");

    CodecParameters codec = answer.tracks().getFirst().rtp().codecs().getFirst();
    assertThat(codec.name()).isEqualTo("H264");
    assertThat(codec.formatParameters()).containsEntry("profile-level-id", "42c015");
    assertThat(answer.sdp())
        .contains(
            "a=fmtp:96 packetization-mode=1;profile-level-id=42c015;level-asymmetry-allowed=1")
        .doesNotContain("sprop-parameter-sets");
  }

  @Test
  void shouldOpenTwoSlotsForEveryWhepClient() throws Exception {
    for (String name : List.of("aiortc-whep", "chromium-whep", "firefox-whep", "gstreamer-whep")) {
      Answer answer = Fixtures.answer(name);

      assertThat(answer.slots()).extracting(SlotParameters::index).containsExactly(0, 0);
      assertThat(SdpParser.parse(answer.sdp()).media())
          .allMatch(media -> media.has("sendonly"), "sendonly")
          .allMatch(media -> media.attribute("msid").orElse("").startsWith("slot-0 "), "msid");
    }
  }

  @Test
  void shouldTakeCredentialsFromTheTaggedSection() throws Exception {
    Answer answer = Fixtures.answer("aiortc-whip");

    assertThat(answer.transport().remote().usernameFragment()).isEqualTo("jWid");
    assertThat(answer.transport().remoteFingerprints().getFirst().value()).startsWith("AB:F9:AA");
    assertThat(Fixtures.answer("firefox-whip").transport().remoteFingerprints()).hasSize(1);
  }

  @Test
  void shouldKeepOpusParametersThatBothEndsShare() throws Exception {
    assertThat(Fixtures.answer("chromium-publish").sdp())
        .contains("a=fmtp:111 minptime=10;useinbandfec=1\r\n");
    assertThat(Fixtures.answer("firefox-publish").sdp())
        .contains("a=fmtp:109 maxplaybackrate=48000;stereo=1;useinbandfec=1\r\n");
  }

  @Test
  void shouldPublishAScreenAndItsSoundBesideTheCamera() throws Exception {
    // Firefox offers the later m-lines with port 0 and bundle-only.
    for (String browser : List.of("chromium", "firefox")) {
      Answer answer = Fixtures.answer(browser + "-screen");

      assertThat(answer.tracks())
          .extracting(track -> track.rtp().kind())
          .containsExactly(MediaKind.AUDIO, MediaKind.VIDEO, MediaKind.AUDIO, MediaKind.VIDEO);
      SessionDescription sdp = SdpParser.parse(answer.sdp());
      assertThat(sdp.attribute("group")).contains("BUNDLE 0 1 2 3");
      assertThat(sdp.media()).allMatch(media -> media.has("recvonly"), "recvonly");
      assertThat(sdp.media()).noneMatch(MediaDescription::isRejected);
    }
    assertThat(Fixtures.answer("chromium-whip-screen").tracks()).hasSize(2);
  }

  @Test
  void shouldFollowTheRoomsOrderAndNotThePublishers() throws Exception {
    for (String name : List.of("chromium-whip-av1", "chromium-whip-h264", "firefox-whip-vp9")) {
      RtpParameters video = Fixtures.answer(name).tracks().getLast().rtp();

      assertThat(video.codecs().getFirst().name()).isEqualTo("VP8");
    }
  }

  @Test
  void shouldPutTheRoomsCodecFirstUnderTheBrowsersPayloadTypes() throws Exception {
    assertFirst("chromium-whip-vp9", "VP9", 98, 99);
    assertFirst("chromium-whip-av1", "AV1", 45, 46);
    assertFirst("chromium-whip-h264", "H264", 108, 109);
    assertFirst("firefox-whip-vp9", "VP9", 121, 125);
    assertFirst("firefox-whip-av1", "AV1", 99, 100);
  }

  private static void assertFirst(String name, String codec, int payloadType, int rtx)
      throws Exception {
    Answer answer = Fixtures.answer(name, OfferKind.WHIP, List.of(codec, "OPUS"));
    RtpParameters video = answer.tracks().getLast().rtp();

    assertThat(video.codecs()).allMatch(known -> known.name().equals(codec), codec);
    assertThat(video.codecs().getFirst().payloadType()).isEqualTo(payloadType);
    assertThat(video.codecs().getFirst().rtxPayloadType()).isEqualTo(rtx);
    assertThat(SdpParser.parse(answer.sdp()).media().getLast().formats())
        .startsWith(Integer.toString(payloadType), Integer.toString(rtx));
    assertThat(video.mixedExtensions()).isTrue();
  }

  /** As a page with as many tiles as there may be offers: the recorded slot 40 times more. */
  @Test
  void shouldOpenFortyNineVideoSlots() throws Exception {
    String recorded = Fixtures.text("chromium-slots");
    String last = recorded.substring(recorded.lastIndexOf("m=video"));
    StringBuilder many = new StringBuilder(recorded);
    StringBuilder mids = new StringBuilder();
    for (int mid = 9; mid < 52; mid++) {
      many.append(last.replace("a=mid:8", "a=mid:" + mid));
      mids.append(' ').append(mid);
    }
    SessionDescription offer =
        SdpParser.parse(many.toString().replaceFirst("(a=group:BUNDLE [^\r]*)", "$1" + mids));

    Answer answer = Negotiator.negotiate(offer, Fixtures.context(OfferKind.WEBSOCKET, offer));

    assertThat(answer.slots()).hasSize(52);
    assertThat(answer.slots().getLast().index()).isEqualTo(48);
    assertThat(SdpParser.parse(answer.sdp()).media()).hasSize(52);
  }

  /** As aiortc 1.4 offers: one id for an extension of audio and another of video. */
  @Test
  void shouldAcceptOneMeaningOnlyWhereAnIdHasTwo() throws Exception {
    String level = " " + HeaderExtensionId.AUDIO_LEVEL.uri();
    String sequence = " " + HeaderExtensionId.TRANSPORT_CC.uri();
    String chromium = Fixtures.text("chromium-publish");
    String colliding =
        chromium
            .replace("a=extmap:1" + level, "a=extmap:3" + level)
            .replaceFirst("a=extmap:3 http[^\r]*\r\n", "");
    SessionDescription offer = SdpParser.parse(colliding);

    Answer answer = Negotiator.negotiate(offer, Fixtures.context(OfferKind.WEBSOCKET, offer));

    assertThat(colliding).contains("a=extmap:3" + level, "a=extmap:3" + sequence);
    RtpParameters audio = answer.tracks().getFirst().rtp();
    RtpParameters video = answer.tracks().getLast().rtp();
    assertThat(audio.extensions()).containsEntry(HeaderExtensionId.AUDIO_LEVEL, 3);
    assertThat(video.extensions()).doesNotContainKey(HeaderExtensionId.TRANSPORT_CC);
    // Nobody could count what bears no number.
    assertThat(video.codecs().getFirst().feedback()).doesNotContain("transport-cc");
  }
}
