package io.weir.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.control.CodecParameters;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgreedSectionTest {

  private static List<CodecParameters> videoCodecs(String sdp) throws Exception {
    SessionDescription offer = SdpParser.parse(sdp);
    OfferContext context = Fixtures.context(OfferKind.WEBSOCKET, offer);
    return Negotiator.negotiate(offer, context).tracks().getLast().rtp().codecs();
  }

  @Test
  void shouldKeepTheCodecsOfABrowserOnceForAll() throws Exception {
    String sdp = Fixtures.text("chromium-publish");
    assertThat(videoCodecs(sdp)).isSameAs(videoCodecs(sdp));
  }

  @Test
  void shouldNotKeepCodecsWithMuchMoreParametersThanBrowsersOffer() throws Exception {
    String sdp =
        Fixtures.text("chromium-publish")
            .replaceAll("a=fmtp:(\\d+) (?!apt)", "a=fmtp:$1 a;b;c;d;e=" + "x".repeat(900) + ";");
    assertThat(videoCodecs(sdp)).isEqualTo(videoCodecs(sdp)).isNotSameAs(videoCodecs(sdp));
  }
}
