package io.weir.signaling.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.core.control.Command;
import io.weir.core.control.Event;
import io.weir.core.control.ParticipantStatistics;
import io.weir.core.control.SlotPause;
import io.weir.signaling.testing.Measures;
import io.weir.signaling.testing.Offers;
import io.weir.signaling.testing.TestClient;
import io.weir.signaling.testing.TestHttp;
import io.weir.signaling.testing.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What members are told of themselves, and what they tell of their slots. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnMeasurementsTest {

  private final TestServer server = TestServer.start();
  private final TestHttp http = new TestHttp(server);

  @AfterAll
  void stop() {
    http.close();
    server.close();
  }

  @Test
  void shouldTellAMemberWhatTheApiTellsOperators() {
    try (TestClient ada = TestClient.join(server, "same", "Ada");
        TestClient ben = TestClient.connect(server)) {
      ada.reply("offer", Offers.PUBLISH);
      Command.Negotiate published = server.media().last(Command.Negotiate.class);
      server.media().canned().add(Measures.publisher(published, List.of()));
      String id = ben.reply("join", "{\"room\":\"same\"}").path("participant").path("id").asText();
      ben.reply("offer", Offers.WATCH);
      Command.Negotiate watching = server.media().last(Command.Negotiate.class);
      Event.Binding camera =
          new Event.Binding(published.tracks().getLast().track(), published.participant());
      ParticipantStatistics measured =
          Measures.publisher(
              watching,
              List.of(
                  Measures.slot("3", camera, null),
                  Measures.slot("4", camera, SlotPause.BANDWIDTH),
                  Measures.slot("5", null, null)));
      server.media().canned().add(measured);

      JsonNode told = tellUntilFresh(ben);
      JsonNode shown = api("same", id);

      assertThat(told.path("transport")).isEqualTo(shown.path("transport"));
      assertThat(told.path("tracks")).isEqualTo(shown.path("tracks"));
      assertThat(told.path("slots")).isEqualTo(shown.path("slots"));
      JsonNode transport = told.path("transport");
      assertThat(transport.path("link").path("estimateBps").asLong()).isEqualTo(2_500_000);
      assertThat(transport.path("queue").path("longestMs").asDouble()).isEqualTo(85);
      JsonNode slot = told.path("slots").path(0);
      assertThat(slot.path("rid").asText()).isEqualTo("f");
      assertThat(slot.path("allocation").path("rid").asText()).as("next").isEqualTo("q");
      assertThat(slot.path("allocation").path("bitrate").asLong()).isEqualTo(250_000);
      assertThat(slot.path("allocation").path("paused").isNull()).isTrue();
      assertThat(slot.path("freezes").isNull()).as("nothing was told").isTrue();
      JsonNode paused = told.path("slots").path(1);
      assertThat(paused.path("allocation").path("paused").asText()).isEqualTo("bandwidth");
      assertThat(paused.path("rid").isNull()).isTrue();
    }
  }

  @Test
  void shouldShowOperatorsWhatABrowserSaysStoodStill() {
    try (TestClient ben = TestClient.connect(server)) {
      String id =
          ben.reply("join", "{\"room\":\"frozen\"}").path("participant").path("id").asText();
      ben.reply("offer", Offers.WATCH);
      Command.Negotiate watching = server.media().last(Command.Negotiate.class);
      server
          .media()
          .canned()
          .add(Measures.publisher(watching, List.of(Measures.slot("3", null, null))));
      tellUntilFresh(ben);
      ben.reply("statistics", "{\"slots\":[{\"mid\":\"3\",\"freezes\":2,\"frozenMs\":740}]}");

      JsonNode slot = api("frozen", id).path("slots").path(0);
      assertThat(slot.path("freezes").asLong()).isEqualTo(2);
      assertThat(slot.path("frozenMs").asLong()).isEqualTo(740);
      assertThat(http.request("GET", "/metrics").body())
          .contains("weir_freezes_total 2.0", "weir_freeze_seconds_total 0.74");
    }
  }

  @Test
  void shouldRefuseReportsOnSlotsThatAreNotThereAndTakeNothingOfThem() {
    try (TestClient ben = TestClient.connect(server)) {
      String id = ben.reply("join", "{\"room\":\"odd\"}").path("participant").path("id").asText();
      ben.reply("offer", Offers.WATCH);
      server
          .media()
          .canned()
          .add(
              Measures.publisher(
                  server.media().last(Command.Negotiate.class),
                  List.of(Measures.slot("3", null, null))));
      String both = "{\"slots\":[{\"mid\":\"3\",\"freezes\":1,\"frozenMs\":500},{\"mid\":\"99\"}]}";
      assertThat(ben.refusal("statistics", both)).isEqualTo("unknown_mid");
      tellUntilFresh(ben);
      assertThat(api("odd", id).path("slots").path(0).path("freezes").isNull()).isTrue();
    }
  }

  @Test
  void shouldAnswerSomebodyWithoutMediaThatThereIsNone() {
    try (TestClient ben = TestClient.join(server, "quiet", "Ben")) {
      JsonNode told = ben.reply("statistics", "{}");
      assertThat(told.path("transport").isNull()).isTrue();
      assertThat(told.path("tracks")).isEmpty();
      assertThat(told.path("slots")).isEmpty();
    }
  }

  @Test
  void shouldRefuseToAnswerMoreOftenThanThereAreNews() {
    try (TestClient ben = TestClient.join(server, "eager", "Ben")) {
      int answered = 0;
      String refusal = "";
      while (refusal.isEmpty()) {
        JsonNode reply = ben.request("statistics", "{}");
        if (reply.path("type").asText().equals("reply")) {
          answered++;
          assertThat(answered).as("all are answered").isLessThan(1_000);
        } else {
          refusal = reply.path("code").asText();
        }
      }
      assertThat(refusal).isEqualTo("rate_limited");
      assertThat(answered).isGreaterThanOrEqualTo(10);
    }
  }

  /** Answers are half a second old at most; asks until the workers have been asked for anew. */
  private JsonNode tellUntilFresh(TestClient client) {
    int asked = server.media().canned().asked();
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (server.media().canned().asked() == asked) {
      assertThat(http.request("GET", "/api/v1/stats").statusCode()).isEqualTo(200);
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
    return client.reply("statistics", "{}");
  }

  private JsonNode api(String room, String participant) {
    String path = "/api/v1/rooms/" + room + "/participants/" + participant;
    return TestClient.parse(http.request("GET", path).body());
  }
}
