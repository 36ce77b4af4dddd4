package io.weir.bench.load.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.bench.load.media.AgreedSection;
import io.weir.bench.load.media.DtlsSetup;
import io.weir.bench.load.media.LocalEncoding;
import io.weir.bench.load.media.LocalMedia;
import io.weir.bench.load.media.LocalTrack;
import io.weir.bench.load.media.RemoteMedia;
import io.weir.bench.load.media.SectionDirection;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.DtlsFingerprint;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.IceCandidate;
import io.weir.core.control.IceParameters;
import io.weir.core.control.MediaKind;
import io.weir.core.control.TrackSource;
import io.weir.signaling.sdp.Answer;
import io.weir.signaling.sdp.NegotiationState;
import io.weir.signaling.sdp.Negotiator;
import io.weir.signaling.sdp.OfferContext;
import io.weir.signaling.sdp.OfferKind;
import io.weir.signaling.sdp.SdpParser;
import io.weir.signaling.sdp.SessionDescription;
import io.weir.signaling.sdp.TrackDescription;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DescriptionsTest {

  private static final DtlsFingerprint FINGERPRINT =
      new DtlsFingerprint("sha-256", "AB" + ":CD".repeat(31));
  private static final IceParameters WEIR =
      new IceParameters("weirUfrag", "weirPasswordOf24Characters");
  private static final IceCandidate CANDIDATE =
      new IceCandidate("1", "udp", 2_130_706_431, "127.0.0.1", 10_000);

  private static LocalMedia local(LocalTrack... tracks) {
    return new LocalMedia(
        new IceParameters("ufrag", "passwordOf22Characters"),
        List.of(new IceCandidate("2", "udp", 2_130_706_431, "127.0.0.7", 4_000)),
        FINGERPRINT,
        DtlsSetup.ACTPASS,
        "cname",
        List.of(tracks));
  }

  private static LocalTrack microphone() {
    return new LocalTrack(
        MediaKind.AUDIO,
        "opus",
        "s",
        "a",
        List.of(new LocalEncoding("", 11, LocalEncoding.NO_RTX)));
  }

  private static LocalTrack camera(String codec) {
    return new LocalTrack(MediaKind.VIDEO, codec, "s", "v", List.of(new LocalEncoding("", 21, 22)));
  }

  private static LocalTrack simulcast() {
    return new LocalTrack(
        MediaKind.VIDEO,
        "VP8",
        "s",
        "v",
        List.of(new LocalEncoding("h", 31, 32), new LocalEncoding("f", 41, 42)));
  }

  private static ClientOffer.Wishes wishes(int audio, int video, Format... formats) {
    return new ClientOffer.Wishes(audio, video, List.of(formats), true);
  }

  /** Weir's own answer. */
  private static Answer answer(ClientOffer offer) throws Exception {
    AtomicInteger numbers = new AtomicInteger(1000);
    Map<String, TrackDescription> tracks = new HashMap<>();
    for (ClientOffer.TrackLine line : offer.tracks()) {
      tracks.put(line.mid(), new TrackDescription(TrackSource.CAMERA, false));
    }
    return Negotiator.negotiate(
        SdpParser.parse(offer.text()),
        new OfferContext(
            OfferKind.WEBSOCKET,
            tracks,
            NegotiationState.INITIAL,
            WEIR,
            FINGERPRINT,
            List.of(CANDIDATE),
            numbers::incrementAndGet,
            numbers::incrementAndGet,
            OfferContext.knownCodecs()));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OPUS")
  void weirTakesEachCodecAsItIsOffered(Format format) throws Exception {
    ClientOffer offer =
        ClientOffer.of(
            local(microphone(), camera(format.name())), wishes(2, 3, Format.OPUS, format));
    Answer answer = answer(offer);
    assertThat(answer.tracks()).hasSize(2);
    assertThat(answer.slots()).hasSize(5);
    RemoteMedia remote = offer.accept(answer.sdp());
    assertThat(remote.ice()).isEqualTo(WEIR);
    assertThat(remote.lite()).isTrue();
    assertThat(remote.setup()).isEqualTo(DtlsSetup.PASSIVE);
    assertThat(remote.candidates()).containsExactly(CANDIDATE);
    assertThat(remote.fingerprints()).containsExactly(FINGERPRINT);
    assertThat(remote.sections())
        .extracting(AgreedSection::direction)
        .containsExactly(
            SectionDirection.SEND,
            SectionDirection.SEND,
            SectionDirection.RECEIVE,
            SectionDirection.RECEIVE,
            SectionDirection.RECEIVE,
            SectionDirection.RECEIVE,
            SectionDirection.RECEIVE);
    CodecParameters video = remote.sections().get(1).rtp().codecs().getFirst();
    assertThat(video.name()).isEqualTo(format.name());
    assertThat(video.hasRtx()).isTrue();
    assertThat(video.feedback()).contains("nack", "nack pli", "transport-cc");
    assertThat(remote.sections().getFirst().rtp().extensions())
        .containsKeys(HeaderExtensionId.MID, HeaderExtensionId.AUDIO_LEVEL);
  }

  @Test
  void theMediaPlaneLearnsTheSsrcsThatTheServerAnnounces() throws Exception {
    ClientOffer offer = ClientOffer.of(local(), wishes(0, 1, Format.VP8));
    Answer answer = answer(offer);
    AgreedSection section = offer.accept(answer.sdp()).sections().getFirst();
    assertThat(section.rtp().encodings().getFirst().ssrc())
        .isEqualTo(answer.slots().getFirst().rtp().encodings().getFirst().ssrc());
    assertThat(section.rtp().encodings().getFirst().rtxSsrc()).isPositive();
  }

  @Test
  void arrivalsAreReportedOnlyWhenWished() throws Exception {
    ClientOffer offer =
        ClientOffer.of(
            local(camera("VP8")), new ClientOffer.Wishes(0, 1, List.of(Format.VP8), false));
    assertThat(offer.text()).doesNotContain("transport");
  }

  @Test
  void simulcastIsOfferedByRidAndTheAnswerSaysWhichAreTaken() throws Exception {
    ClientOffer offer = ClientOffer.of(local(simulcast()), wishes(0, 0));
    assertThat(offer.text())
        .contains("a=rid:h send\r\n", "a=rid:f send\r\n", "a=simulcast:send h;f\r\n");
    String withoutSimulcast = answer(offer).sdp();
    String plain = withoutSimulcast.replaceAll("a=(simulcast|rid):.*\r\n", "");
    assertThat(offer.accept(plain).sections().getFirst().rtp().encodings()).hasSize(1);
    String both = plain + "a=rid:h recv\r\na=rid:f recv\r\na=simulcast:recv h;f\r\n";
    assertThat(offer.accept(both).sections().getFirst().rtp().encodings())
        .extracting(encoding -> encoding.rid())
        .containsExactly("h", "f");
  }

  @Test
  void aRefusedLineIsInactive() throws Exception {
    ClientOffer offer = ClientOffer.of(local(microphone(), camera("VP8")), wishes(0, 0));
    String answer = answer(offer).sdp().replaceFirst("m=video \\d+", "m=video 0");
    assertThat(offer.accept(answer).sections())
        .extracting(AgreedSection::direction)
        .containsExactly(SectionDirection.SEND, SectionDirection.INACTIVE);
  }

  @Test
  void anAnswerThatDoesNotFitIsRefusedWithASentence() throws Exception {
    ClientOffer two = ClientOffer.of(local(microphone(), camera("VP8")), wishes(0, 0));
    ClientOffer one = ClientOffer.of(local(microphone()), wishes(0, 0));
    String answer = answer(one).sdp();
    assertThatThrownBy(() -> two.accept(answer)).hasMessageContaining("1 m-lines, the offer 2");
    assertThatThrownBy(() -> one.accept("hello")).hasMessageContaining("cannot be read");
    assertThatThrownBy(() -> one.accept(answer.replaceAll("a=ice-ufrag.*\r\n", "")))
        .hasMessageContaining("no ICE credentials");
  }

  @Property(tries = 300)
  void anyAnswerIsTakenOrRefused(@ForAll String text) throws DescriptionException {
    ClientOffer offer = ClientOffer.of(local(microphone()), wishes(0, 0));
    try {
      offer.accept(text);
    } catch (DescriptionException expected) {
      assertThat(expected.getMessage()).isNotBlank();
    }
  }

  /** In the manner of Janus, which offers to subscribers: full ICE, actpass, RTX, extensions. */
  private static final String SERVER_OFFER =
      """
      v=0
      o=- 1795 1 IN IP4 192.0.2.2
      s=VideoRoom 1
      t=0 0
      a=group:BUNDLE 0 1
      a=ice-options:trickle
      a=fingerprint:sha-256 AB%s
      a=extmap-allow-mixed
      m=audio 9 UDP/TLS/RTP/SAVPF 111
      c=IN IP4 192.0.2.2
      a=sendonly
      a=mid:0
      a=rtcp-mux
      a=ice-ufrag:jaUf
      a=ice-pwd:janusPasswordOf24Letters
      a=setup:actpass
      a=rtpmap:111 opus/48000/2
      a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid
      a=ssrc:123 cname:janus
      a=candidate:1 1 udp 2015363327 192.0.2.2 20000 typ host
      a=end-of-candidates
      m=video 9 UDP/TLS/RTP/SAVPF 96 97
      c=IN IP4 192.0.2.2
      a=sendonly
      a=mid:1
      a=rtcp-mux
      a=ice-ufrag:jaUf
      a=ice-pwd:janusPasswordOf24Letters
      a=setup:actpass
      a=rtpmap:96 VP8/90000
      a=rtcp-fb:96 ccm fir
      a=rtcp-fb:96 nack
      a=rtcp-fb:96 nack pli
      a=rtcp-fb:96 goog-remb
      a=rtcp-fb:96 transport-cc
      a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid
      a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
      a=rtpmap:97 rtx/90000
      a=fmtp:97 apt=96
      a=ssrc-group:FID 456 789
      a=ssrc:456 cname:janus
      a=ssrc:789 cname:janus
      """
          .formatted(":CD".repeat(31));

  @Test
  void aServersOfferIsAnswered() throws Exception {
    ClientAnswer answer =
        ClientAnswer.to(SERVER_OFFER, local(), wishes(1, 1, Format.OPUS, Format.VP8));
    RemoteMedia remote = answer.remote();
    assertThat(remote.lite()).isFalse();
    assertThat(remote.setup()).isEqualTo(DtlsSetup.ACTPASS);
    assertThat(remote.ice().usernameFragment()).isEqualTo("jaUf");
    assertThat(remote.candidates()).extracting(IceCandidate::port).containsExactly(20_000);
    assertThat(remote.sections())
        .extracting(AgreedSection::direction)
        .containsExactly(SectionDirection.RECEIVE, SectionDirection.RECEIVE);
    AgreedSection video = remote.sections().get(1);
    assertThat(video.rtp().encodings().getFirst().ssrc()).isEqualTo(456);
    assertThat(video.rtp().encodings().getFirst().rtxSsrc()).isEqualTo(789);
    SessionDescription written = SdpParser.parse(answer.text());
    assertThat(written.media()).hasSize(2);
    assertThat(answer.text())
        .contains("a=group:BUNDLE 0 1", "a=setup:active", "a=recvonly", "a=fmtp:97 apt=96")
        .doesNotContain("goog-remb")
        .doesNotContain("sendonly");
  }

  @Test
  void whatTheClientDoesNotTakeIsRefusedInTheAnswer() throws Exception {
    ClientAnswer answer = ClientAnswer.to(SERVER_OFFER, local(), wishes(1, 1, Format.OPUS));
    assertThat(answer.text()).contains("m=video 0 ").contains("a=group:BUNDLE 0\r\n");
    assertThat(answer.remote().sections().get(1).direction()).isEqualTo(SectionDirection.INACTIVE);
  }

  @Test
  void aServerThatWantsToReceiveGetsATrack() throws Exception {
    ClientAnswer answer =
        ClientAnswer.to(
            SERVER_OFFER.replace("a=sendonly", "a=recvonly"),
            local(microphone(), camera("VP8")),
            wishes(0, 0));
    assertThat(answer.text()).contains("a=sendonly", "a=ssrc:21 cname:cname");
    assertThat(answer.remote().sections())
        .extracting(AgreedSection::direction)
        .containsExactly(SectionDirection.SEND, SectionDirection.SEND);
  }
}
