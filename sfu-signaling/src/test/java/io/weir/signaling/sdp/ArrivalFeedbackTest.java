package io.weir.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.control.CodecParameters;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.RtpParameters;
import io.weir.core.control.SlotParameters;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of two mechanisms is agreed on that tell when packets of slots arrive. */
class ArrivalFeedbackTest {
  private static final String BY_STREAM = "a=rtcp-fb:* ack ccfb\r\n";

  /** As libwebrtc writes it when its field trial is on. */
  private static String withBoth(String name) {
    return Fixtures.text(name).replace("a=rtcp-mux\r\n", "a=rtcp-mux\r\n" + BY_STREAM);
  }

  private static String byStreamOnly(String name) {
    return withBoth(name).replaceAll("a=rtcp-fb:\\d+ transport-cc\r\n", "");
  }

  private static Answer answer(String sdp, OfferKind kind) throws Exception {
    SessionDescription offer = SdpParser.parse(sdp);
    return Negotiator.negotiate(offer, Fixtures.context(kind, offer));
  }

  private static void assertByStream(Answer answer) throws Exception {
    for (MediaDescription media : SdpParser.parse(answer.sdp()).media()) {
      assertThat(media.values("rtcp-fb"))
          .containsOnlyOnce("* ack ccfb")
          .noneMatch(value -> value.endsWith("transport-cc") || value.endsWith("goog-remb"));
    }
    assertThat(answer.sdp()).doesNotContain("transport-wide-cc");
    assertThat(answer.slots()).isNotEmpty();
    for (SlotParameters slot : answer.slots()) {
      assertThat(slot.rtp().codecs()).allMatch(CodecParameters::hasCongestionFeedback);
      assertThat(slot.rtp().extensions()).doesNotContainKey(HeaderExtensionId.TRANSPORT_CC);
    }
  }

  private static void assertTransportWide(Answer answer) {
    assertThat(answer.sdp()).contains(" transport-cc\r\n").doesNotContain("ccfb");
    for (SlotParameters slot : answer.slots()) {
      RtpParameters rtp = slot.rtp();
      assertThat(rtp.codecs()).anyMatch(CodecParameters::hasTransportCc);
      assertThat(rtp.codecs()).noneMatch(CodecParameters::hasCongestionFeedback);
      assertThat(rtp.extensions()).containsKey(HeaderExtensionId.TRANSPORT_CC);
    }
  }

  @Test
  void shouldLetAPlayerThatOffersBothReportByStream() throws Exception {
    Answer answer = answer(withBoth("chromium-whep"), OfferKind.WHEP);

    assertByStream(answer);
    CodecParameters video = answer.slots().getLast().rtp().codecs().getFirst();
    assertThat(video.feedback())
        .containsExactlyInAnyOrder("nack", "nack pli", "ccm fir", "ack ccfb");
    assertThat(video.hasRtx()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"chromium-slots", "firefox-slots"})
  void shouldLetAParticipantThatOffersBothReportByTransportWideNumbers(String name)
      throws Exception {
    // It may publish over the same transport later, and that is reported on in this way only.
    assertTransportWide(answer(withBoth(name), OfferKind.WEBSOCKET));
  }

  @ParameterizedTest
  @CsvSource({"chromium-whep, WHEP", "firefox-whep, WHEP", "chromium-slots, WEBSOCKET"})
  void shouldTakeReportsByStreamWhereThatIsAllThatIsOffered(String name, OfferKind kind)
      throws Exception {
    assertByStream(answer(byStreamOnly(name), kind));
  }

  @Test
  void shouldAnswerForAllPayloadTypesWhatIsOfferedForSingleOnes() throws Exception {
    String pion =
        Fixtures.text("chromium-whep")
            .replaceAll("a=rtcp-fb:(\\d+) transport-cc", "a=rtcp-fb:$1 ack ccfb");

    assertByStream(answer(pion, OfferKind.WHEP));
  }

  @Test
  void shouldReportInOneWayOnAllSlotsOfATransport() throws Exception {
    String first = Fixtures.text("chromium-whep").replaceFirst("a=rtcp-mux", BY_STREAM + "$0");

    assertTransportWide(answer(first, OfferKind.WHEP));
  }

  @Test
  void shouldNotPromiseReportsByStreamToPublishers() throws Exception {
    Answer both = answer(withBoth("chromium-publish"), OfferKind.WEBSOCKET);
    Answer byStream = answer(byStreamOnly("chromium-publish"), OfferKind.WEBSOCKET);

    assertThat(both.sdp()).contains("transport-cc").doesNotContain("ccfb");
    assertThat(byStream.sdp()).doesNotContain("transport-cc").doesNotContain("ccfb");
  }

  @Test
  void shouldNotPromiseThemForTracksThatStandBesideSlots() throws Exception {
    Answer answer = answer(byStreamOnly("chromium-conference"), OfferKind.WEBSOCKET);

    List<MediaDescription> media = SdpParser.parse(answer.sdp()).media();
    assertThat(media)
        .filteredOn(each -> each.has("recvonly"))
        .isNotEmpty()
        .noneMatch(each -> each.values("rtcp-fb").contains("* ack ccfb"));
    assertThat(media)
        .filteredOn(each -> each.has("sendonly"))
        .isNotEmpty()
        .allMatch(each -> each.values("rtcp-fb").contains("* ack ccfb"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=rtcp-fb:* ack", "a=rtcp-fb:* ", "a=rtcp-fb:300 ack ccfb", "a=rtcp-fb"})
  void shouldTakeNothingMalformedForAnOffer(String line) throws Exception {
    String sdp =
        Fixtures.text("chromium-whep").replace("a=rtcp-mux\r\n", "a=rtcp-mux\r\n" + line + "\r\n");

    assertTransportWide(answer(sdp, OfferKind.WHEP));
    String none = sdp.replaceAll("a=rtcp-fb:\\d+ transport.*", "");
    assertThat(answer(none.replace("\r\n\r\n", "\r\n"), OfferKind.WHEP).sdp())
        .doesNotContain("ccfb")
        .doesNotContainPattern("a=rtcp-fb:\\S+ *\r\n");
  }
}
