package io.weir.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.weir.core.control.TrackSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Each rule of an offer, broken alone. */
class UnusableOffersTest {

  @Test
  void shouldRefuseMediaOutsideTheBundle() {
    assertUnusable("chromium-publish", sdp -> sdp.replace("BUNDLE 0 1", "BUNDLE 0"), "BUNDLE");
    assertUnusable("chromium-publish", sdp -> sdp.replace("a=group:BUNDLE 0 1\r\n", ""), "BUNDLE");
  }

  @Test
  void shouldRefuseMediaWithoutRtcpMux() {
    assertUnusable("firefox-slots", sdp -> sdp.replaceFirst("a=rtcp-mux\r\n", ""), "rtcp-mux");
  }

  @Test
  void shouldRefuseMissingOrImproperCredentials() {
    assertUnusable("gstreamer-whep", sdp -> sdp.replaceAll("a=ice-ufrag.*\r\n", ""), "ICE");
    assertUnusable("gstreamer-whep", sdp -> sdp.replaceAll("a=ice-pwd.*\r\n", ""), "ICE");
    assertUnusable("aiortc-whep", sdp -> sdp.replaceAll("a=ice-pwd:.*", "a=ice-pwd:x"), "8839");
    assertUnusable("aiortc-whep", sdp -> sdp.replaceAll("ufrag:.*", "ufrag:a b c"), "8839");
  }

  @Test
  void shouldRefuseMissingOrWeakFingerprints() {
    assertUnusable(
        "chromium-whip", sdp -> sdp.replaceAll("a=fingerprint.*\r\n", ""), "fingerprint");
    assertUnusable(
        "firefox-whip",
        sdp -> sdp.replaceAll("fingerprint:.*", "fingerprint:sha-1 AA:BB"),
        "fingerprint");
    assertUnusable(
        "firefox-whip",
        sdp -> sdp.replaceAll("fingerprint:.*", "fingerprint:sha-256 AA:BB"),
        "fingerprint");
  }

  @Test
  void shouldRefuseAnOffererThatWantsToBeTheDtlsServer() {
    assertUnusable("aiortc-whip", sdp -> sdp.replace("setup:actpass", "setup:passive"), "passive");
  }

  @Test
  void shouldRefuseImproperMids() {
    assertUnusable("chromium-whip", sdp -> sdp.replace("a=mid:0\r\n", ""), "a=mid");
    assertUnusable("chromium-whip", sdp -> sdp.replace("a=mid:0", "a=mid:a/b"), "a=mid");
    assertUnusable("chromium-whip", sdp -> sdp.replace("a=mid:0", "a=mid:" + "x".repeat(17)), "16");
    assertUnusable("chromium-whip", sdp -> sdp.replace("a=mid:0", "a=mid:1"), "Two m-lines");
  }

  @Test
  void shouldRefuseSsrcsAnnouncedTwice() {
    assertUnusable(
        "firefox-publish",
        sdp -> {
          String ssrc = sdp.replaceFirst("(?s).*?a=ssrc:(\\d+).*", "$1");
          return sdp.replaceAll("a=ssrc-group.*\r\n", "")
              .replaceAll("a=ssrc:\\d+", "a=ssrc:" + ssrc);
        },
        "SSRC");
  }

  @Test
  void shouldRefuseDirectionsThatTheEndpointDoesNotServe() throws Exception {
    assertUnusable("chromium-publish", sdp -> sdp.replace("a=sendonly", "a=sendrecv"), "sendrecv");
    assertUnusable("gstreamer-whip", sdp -> sdp.replace("a=sendonly", "a=recvonly"), "must send");
    assertUnusable("gstreamer-whep", sdp -> sdp.replace("a=recvonly", "a=sendonly"), "receive");
  }

  @Test
  void shouldRefuseOffersOfNothing() {
    assertUnusable(
        "chromium-publish", sdp -> sdp.replaceAll("m=(audio|video) 9", "m=$1 0"), "no usable");
    assertUnusable("chromium-publish", sdp -> sdp.substring(0, sdp.indexOf("m=")), "no usable");
  }

  @Test
  void shouldRefuseATrackThatTheListDoesNotName() throws Exception {
    SessionDescription offer = Fixtures.offer("chromium-publish");
    Map<String, TrackDescription> tracks = Fixtures.tracksOf(OfferKind.WEBSOCKET, offer);

    Map<String, TrackDescription> fewer = new HashMap<>(tracks);
    fewer.remove("1");
    assertUnusable(
        offer,
        Fixtures.context(OfferKind.WEBSOCKET, fewer, NegotiationState.INITIAL),
        "\"tracks\"");

    Map<String, TrackDescription> more = new HashMap<>(tracks);
    more.put("7", new TrackDescription(TrackSource.CAMERA, false));
    assertUnusable(
        offer, Fixtures.context(OfferKind.WEBSOCKET, more, NegotiationState.INITIAL), "[7]");
  }

  @Test
  void shouldSayWhenThereIsNoCommonCodec() {
    for (UnaryOperator<String> change :
        List.<UnaryOperator<String>>of(
            sdp -> sdp.replace("opus/48000/2", "opus/48000"),
            sdp -> sdp.replace("VP8/90000", "VP7/90000"),
            sdp -> sdp.replaceAll("a=rtpmap:9[67].*\r\n", ""))) {
      assertRefused(
          "aiortc-whep",
          sdp -> change.apply(sdp).replaceAll("profile-level-id=\\w+", "profile-level-id=zz"),
          NegotiationException.Code.NO_COMMON_CODEC,
          "codecs [VP8, H264, OPUS]");
    }
    assertThat(NegotiationException.Code.NO_COMMON_CODEC.word()).isEqualTo("no_common_codec");
    assertThat(NegotiationException.Code.OFFER_UNUSABLE.word()).isEqualTo("offer_unusable");
  }

  private static void assertUnusable(String name, UnaryOperator<String> change, String problem) {
    assertRefused(name, change, NegotiationException.Code.OFFER_UNUSABLE, problem);
  }

  private static void assertRefused(
      String name, UnaryOperator<String> change, NegotiationException.Code code, String problem) {
    String text = Fixtures.text(name);
    String changed = change.apply(text);
    assertThat(changed).isNotEqualTo(text);
    assertThatExceptionOfType(NegotiationException.class)
        .isThrownBy(() -> {
          SessionDescription offer = SdpParser.parse(changed);
          Negotiator.negotiate(offer, Fixtures.context(Fixtures.kindOf(name), offer));
        })
        .withMessageContaining(problem)
        .satisfies(exception -> assertThat(exception.code()).isEqualTo(code));
  }

  private static void assertUnusable(
      SessionDescription offer, OfferContext context, String problem) {
    assertThatExceptionOfType(NegotiationException.class)
        .isThrownBy(() -> Negotiator.negotiate(offer, context))
        .withMessageContaining(problem);
  }
}
