package io.weir.signaling.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.core.control.Command;
import io.weir.signaling.session.Timing;
import io.weir.signaling.testing.Offers;
import io.weir.signaling.testing.TestClient;
import io.weir.signaling.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A session goes on over another WebSocket, with all its events and each request carried out once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResumeTest {

  private static final String KEY = "a-secret-of-the-client-1234567890";
  private final TestServer server =
      TestServer.start(Map.of("WEIR_MAX_MESSAGES", "10000"), Timing.STANDARD);
  private int rooms;

  @AfterAll
  void stop() {
    server.close();
  }

  private String newRoom() {
    return "resume-" + ++rooms;
  }

  private static String resume(JsonNode joined, long seq) {
    return "{\"session\":\"%s\",\"seq\":%d}".formatted(joined.path("session").asText(), seq);
  }

  private JsonNode join(TestClient client, String room, String more) {
    return client.reply("join", "{\"room\":\"" + room + "\"" + more + "}");
  }

  @Test
  void shouldSendWhatWasMissedOnceAndInOrder() {
    String room = newRoom();
    try (TestClient ada = TestClient.join(server, room, "Ada");
        TestClient cut = TestClient.connect(server);
        TestClient again = TestClient.connect(server)) {
      JsonNode joined = join(cut, room, "");
      ada.reply("update", "{\"name\":\"Ada 1\"}");
      assertThat(cut.event("participantUpdated").path("seq").asLong()).isEqualTo(1);
      cut.abort();
      for (int i = 2; i <= 4; i++) {
        ada.reply("update", "{\"name\":\"Ada " + i + "\"}");
      }

      JsonNode resumed = again.reply("resume", resume(joined, 1));

      assertThat(resumed.path("seq").asLong()).isEqualTo(4);
      assertThat(resumed.path("can")).isEqualTo(joined.path("can"));
      assertThat(resumed.has("iceServers")).isTrue();
      ada.reply("update", "{\"name\":\"Ada 5\"}");
      for (int i = 2; i <= 5; i++) {
        JsonNode event = again.next();
        assertThat(event.path("seq").asLong()).isEqualTo(i);
        assertThat(event.path("participant").path("name").asText()).isEqualTo("Ada " + i);
      }
      assertThat(ada.eventTypesSoFar()).doesNotContain("participantLeft");
      again.reply("message", "{\"payload\":\"still here\"}");
      assertThat(ada.event("message").path("from"))
          .isEqualTo(joined.path("participant").path("id"));
    }
  }

  @Test
  void shouldCloseTheWebSocketBeforeWhichStillHangs() {
    String room = newRoom();
    try (TestClient before = TestClient.connect(server);
        TestClient after = TestClient.connect(server)) {
      JsonNode joined = join(before, room, "");
      after.reply("resume", resume(joined, 0));
      assertThat(before.closeCode()).isEqualTo(4002);
      after.reply("update", "{\"name\":\"same\"}");
      assertThat(after.refusal("resume", resume(joined, 0))).isEqualTo("already_joined");
    }
  }

  @Test
  void shouldNotResumeWhatHasEnded() {
    String room = newRoom();
    try (TestClient left = TestClient.connect(server);
        TestClient client = TestClient.connect(server)) {
      JsonNode joined = join(left, room, "");
      left.reply("leave", "{}");
      assertThat(client.refusal("resume", resume(joined, 0))).isEqualTo("session_expired");
      JsonNode closed = join(left, room, "");
      left.close(1000);
      left.closeCode();
      assertThat(client.refusal("resume", resume(closed, 0))).isEqualTo("session_expired");
      assertThat(client.refusal("resume", "{\"session\":\"\",\"seq\":0}"))
          .isEqualTo("session_expired");
      join(client, room, "");
    }
  }

  @Test
  void shouldRefuseASequenceNumberThatIsYetToCome() {
    try (TestClient ada = TestClient.connect(server);
        TestClient again = TestClient.connect(server)) {
      JsonNode joined = join(ada, newRoom(), "");
      assertThat(again.refusal("resume", resume(joined, 1))).isEqualTo("bad_request");
      again.reply("resume", resume(joined, 0));
    }
  }

  @Test
  void shouldExpireASessionThatMissedMoreThanIsKept() {
    String room = newRoom();
    try (TestClient ada = TestClient.join(server, room, "Ada");
        TestClient cut = TestClient.connect(server);
        TestClient again = TestClient.connect(server)) {
      JsonNode joined = join(cut, room, "");
      cut.abort();
      for (int i = 0; i < 18; i++) {
        ada.reply("message", "{\"payload\":\"" + "x".repeat(60_000) + "\"}");
      }
      assertThat(again.refusal("resume", resume(joined, 0))).isEqualTo("session_expired");
      assertThat(ada.event("participantLeft").path("reason").asText()).isEqualTo("disconnected");
    }
  }

  @Test
  void shouldNotCarryOutWhatIsRepeatedAfterResuming() {
    String room = newRoom();
    try (TestClient ada = TestClient.join(server, room, "Ada");
        TestClient cut = TestClient.connect(server);
        TestClient again = TestClient.connect(server)) {
      JsonNode joined = join(cut, room, "");
      cut.send("{\"id\":\"said\",\"type\":\"message\",\"payload\":1}");
      cut.send("{\"id\":\"refused\",\"type\":\"mute\",\"mid\":\"9\",\"muted\":true}");
      assertThat(ada.event("message").path("payload").asInt()).isEqualTo(1);
      cut.abort();
      again.reply("resume", resume(joined, 0));
      again.send("{\"id\":\"said\",\"type\":\"message\",\"payload\":1}");
      assertThat(again.next().path("id").asText()).isEqualTo("said");
      again.send("{\"id\":\"refused\",\"type\":\"mute\",\"mid\":\"9\",\"muted\":true}");
      assertThat(again.next().path("code").asText()).isEqualTo("unknown_mid");
      assertThat(ada.eventTypesSoFar()).doesNotContain("message");
    }
  }

  @Test
  void shouldAnswerAnOfferOnceThatIsRepeatedWhileItIsUnderWay() {
    try (TestClient cut = TestClient.connect(server);
        TestClient again = TestClient.connect(server)) {
      JsonNode joined = join(cut, newRoom(), "");
      Runnable release = server.media().holdAnswers();
      int negotiations = server.media().commands(Command.Negotiate.class).size();
      String offer = Offers.PUBLISH.replaceFirst("\\{", "{\"id\":\"o\",\"type\":\"offer\",");
      cut.send(offer);
      assertThat(cut.refusal("offer", Offers.PUBLISH)).isEqualTo("offer_pending");
      cut.abort();
      again.reply("resume", resume(joined, 0));
      again.send(offer);
      release.run();
      JsonNode answer = again.next();
      assertThat(answer.path("id").asText()).isEqualTo("o");
      assertThat(answer.path("sdp").asText()).startsWith("v=0");
      again.event("trackPublished");
      again.event("trackPublished");
      assertThat(again.eventTypesSoFar()).isEmpty();

      again.abort();
      try (TestClient third = TestClient.connect(server)) {
        third.reply("resume", resume(joined, 2));
        third.send(offer);
        assertThat(third.next()).isEqualTo(answer);
      }
      assertThat(server.media().commands(Command.Negotiate.class)).hasSize(negotiations + 1);
    }
  }

  @Test
  void shouldLeadARepeatedJoinToTheSameParticipant() {
    String room = newRoom();
    String key = ",\"name\":\"Ben\",\"key\":\"" + KEY + "\"";
    try (TestClient ada = TestClient.join(server, room, "Ada");
        TestClient cut = TestClient.connect(server);
        TestClient again = TestClient.connect(server);
        TestClient elsewhere = TestClient.connect(server)) {
      JsonNode first = join(cut, room, key);
      ada.reply("update", "{\"name\":\"Ada Lovelace\"}");
      JsonNode second = join(again, room, key);
      assertThat(second.path("session")).isEqualTo(first.path("session"));
      assertThat(second.path("participant")).isEqualTo(first.path("participant"));
      assertThat(second.path("seq").asLong()).isEqualTo(1);
      assertThat(second.path("room").path("participants").path(0).path("name").asText())
          .isEqualTo("Ada Lovelace");
      assertThat(cut.closeCode()).isEqualTo(4002);
      assertThat(ada.eventTypesSoFar()).containsOnlyOnce("participantJoined");

      JsonNode other = join(elsewhere, newRoom(), key);
      assertThat(other.path("session")).isNotEqualTo(first.path("session"));
      assertThat(elsewhere.refusal("join", "{\"room\":\"x\",\"key\":\"short\"}"))
          .isEqualTo("bad_request");
    }
  }

  @Test
  void shouldHandTheChatToWhoComesLater() {
    String room = newRoom();
    try (TestClient ada = TestClient.join(server, room, "Ada");
        TestClient ben = TestClient.join(server, room, "Ben")) {
      String benId = ada.event("participantJoined").path("participant").path("id").asText();
      ada.reply("message", "{\"topic\":\"chat\",\"payload\":{\"text\":\"hello\"}}");
      ada.reply("message", "{\"topic\":\"reaction\",\"payload\":\"👏\"}");
      ada.reply("message", "{\"topic\":\"chat\",\"to\":[\"" + benId + "\"],\"payload\":\"psst\"}");
      assertThat(ben.eventTypesSoFar()).containsExactly("message", "message", "message");
      ada.reply("update", "{\"name\":\"Ada Lovelace\"}");
      ada.reply("message", "{\"topic\":\"chat\",\"payload\":null}");
      ada.reply("leave", "{}");
      try (TestClient cem = TestClient.connect(server)) {
        JsonNode history = join(cem, room, "").path("history");
        assertThat(history).hasSize(2);
        assertThat(history.path(0).path("payload").path("text").asText()).isEqualTo("hello");
        assertThat(history.path(0).path("name").asText()).isEqualTo("Ada");
        assertThat(history.path(1).path("name").asText()).isEqualTo("Ada Lovelace");
        assertThat(history.path(1).path("payload").isNull()).isTrue();
        assertThat(history.path(0).path("time").asLong())
            .isLessThanOrEqualTo(history.path(1).path("time").asLong());
      }
    }
  }

  @Test
  void shouldKeepTheLast200MessagesOfAtMost256Kilobytes() {
    String room = newRoom();
    try (TestClient ada = TestClient.join(server, room, "Ada")) {
      say(ada, 201, "short ");
      assertThat(history(room)).hasSize(200).first().isEqualTo("short 1");
      say(ada, 5, "x".repeat(59_000) + " ");
      assertThat(history(room)).hasSize(4).last().asString().endsWith("x 4");
    }
    try (TestClient later = TestClient.connect(server)) {
      assertThat(join(later, newRoom(), "").path("history")).isEmpty();
    }
  }

  private static void say(TestClient client, int count, String text) {
    for (int i = 0; i < count; i++) {
      client.reply("message", "{\"topic\":\"chat\",\"payload\":\"" + text + i + "\"}");
    }
  }

  private List<String> history(String room) {
    try (TestClient client = TestClient.connect(server)) {
      List<String> texts = new ArrayList<>();
      join(client, room, "")
          .path("history")
          .forEach(entry -> texts.add(entry.path("payload").asText()));
      client.close(1000);
      client.closeCode();
      return texts;
    }
  }
}
