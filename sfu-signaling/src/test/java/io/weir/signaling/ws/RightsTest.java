package io.weir.signaling.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.signaling.session.Timing;
import io.weir.signaling.testing.Offers;
import io.weir.signaling.testing.TestClient;
import io.weir.signaling.testing.TestServer;
import io.weir.signaling.testing.Tokens;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What tokens allow over the WebSocket. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RightsTest {

  private final TestServer server =
      TestServer.start(Map.of("WEIR_API_KEYS", Tokens.KEYS), Timing.STANDARD);

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void shouldTakeIdentityAndNameFromTheToken() {
    try (TestClient client = TestClient.connect(server)) {
      JsonNode joined = client.reply("join", join("\"sub\":\"ada@example\",\"name\":\"Ada\""));
      assertThat(joined.path("participant").path("identity").asText()).isEqualTo("ada@example");
      assertThat(joined.path("participant").path("name").asText()).isEqualTo("Ada");
      assertThat(joined.path("can").toString()).isEqualTo("[\"publish\",\"subscribe\",\"data\"]");
    }
  }

  @Test
  void shouldTakeTheTokenOfTheUpgradeRequest() {
    String token = Tokens.sign("\"room\":\"*\"");
    try (TestClient client = TestClient.connect(server, "Authorization", "Bearer " + token)) {
      client.reply("join", "{\"room\":\"lab\"}");
    }
  }

  @Test
  void shouldRefuseToJoinWithoutAGoodToken() {
    try (TestClient client = TestClient.connect(server)) {
      assertThat(client.refusal("join", "{\"room\":\"lab\"}")).isEqualTo("unauthorized");
      assertThat(client.refusal("join", "{\"room\":\"lab\",\"token\":\"x\"}"))
          .isEqualTo("unauthorized");
      assertThat(
              client.refusal(
                  "join",
                  "{\"room\":\"hall\",\"token\":\"" + Tokens.sign("\"room\":\"lab\"") + "\"}"))
          .isEqualTo("forbidden");
    }
  }

  @Test
  void shouldEnforceEveryRight() {
    try (TestClient viewer = TestClient.connect(server);
        TestClient presenter = TestClient.connect(server)) {
      viewer.reply("join", join("\"can\":[\"subscribe\",\"later\"]"));
      assertThat(viewer.refusal("offer", Offers.PUBLISH)).isEqualTo("forbidden");
      assertThat(viewer.refusal("message", "{\"payload\":1}")).isEqualTo("forbidden");
      viewer.reply("offer", Offers.WATCH);

      presenter.reply("join", join("\"can\":[\"publish\",\"data\"]"));
      assertThat(presenter.refusal("offer", Offers.WATCH)).isEqualTo("forbidden");
      assertThat(presenter.refusal("view", "{\"slots\":[]}")).isEqualTo("forbidden");
      presenter.reply("message", "{\"payload\":1}");
      presenter.reply("offer", Offers.PUBLISH);
    }
  }

  @Test
  void shouldNotTurnAPublishedTrackIntoASlotWithoutTheRightToSubscribe() {
    String sdp = Offers.sdp("chromium-publish");
    String tracks =
        "[{\"mid\":\"0\",\"source\":\"microphone\"},{\"mid\":\"1\",\"source\":\"camera\"}]";
    try (TestClient presenter = TestClient.connect(server)) {
      presenter.reply("join", join("\"can\":[\"publish\"]"));
      presenter.reply("offer", Offers.request(sdp, tracks));
      String flipped = sdp.replace("a=sendonly", "a=recvonly");
      assertThat(flipped).isNotEqualTo(sdp);
      assertThat(presenter.refusal("offer", Offers.request(flipped, "[]"))).isEqualTo("forbidden");
    }
  }

  private static String join(String claims) {
    return "{\"room\":\"lab\",\"token\":\"" + Tokens.sign("\"room\":\"lab\"," + claims) + "\"}";
  }
}
