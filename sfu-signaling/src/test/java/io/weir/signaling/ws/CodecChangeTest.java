package io.weir.signaling.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.Command;
import io.weir.core.control.TrackParameters;
import io.weir.signaling.testing.Offers;
import io.weir.signaling.testing.TestClient;
import io.weir.signaling.testing.TestHttp;
import io.weir.signaling.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A room's codecs change while people are in it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CodecChangeTest {
  private static final String H264 = "{\"codecs\":[\"H264\",\"OPUS\"]}";

  private final TestServer server = TestServer.start();
  private final TestHttp http = new TestHttp(server);

  @AfterAll
  void stop() {
    http.close();
    server.close();
  }

  @Test
  void shouldAskThoseWhoPublishToOfferAgainAndKeepTheirTracks() {
    try (TestClient ada = TestClient.join(server, "change", "Ada");
        TestClient ben = TestClient.join(server, "change", "Ben")) {
      ada.reply("offer", Offers.PUBLISH);
      TrackParameters before = camera();
      assertThat(before.rtp().codecs().getFirst().name()).isEqualTo("VP8");

      change("change", H264);

      assertThat(ada.event("renegotiate").path("reason").asText()).isEqualTo("codecs");
      JsonNode answer = ada.reply("offer", Offers.PUBLISH);
      assertThat(answer.path("sdp").asText()).contains("H264/90000").doesNotContain("VP8/90000");
      TrackParameters after = camera();
      assertThat(after.track()).isEqualTo(before.track());
      assertThat(after.rtp().codecs())
          .extracting(CodecParameters::name)
          .isNotEmpty()
          .allMatch("H264"::equals);
      assertThat(ben.eventTypesSoFar()).doesNotContain("renegotiate", "trackUnpublished");
    }
  }

  @Test
  void shouldAskNobodyWhenTheCodecsStayTheSame() {
    change("same", H264);
    try (TestClient ada = TestClient.join(server, "same", "Ada")) {
      ada.reply("offer", Offers.PUBLISH);

      change("same", "{\"codecs\":[\"H264\",\"OPUS\"],\"maxParticipants\":9}");

      assertThat(ada.eventTypesSoFar()).doesNotContain("renegotiate");
    }
  }

  private TrackParameters camera() {
    return server.media().last(Command.Negotiate.class).tracks().getLast();
  }

  private void change(String room, String settings) {
    String path = "/api/v1/rooms/" + room + "/settings";
    assertThat(http.send("PUT", path, "application/json", settings).statusCode()).isEqualTo(200);
  }
}
