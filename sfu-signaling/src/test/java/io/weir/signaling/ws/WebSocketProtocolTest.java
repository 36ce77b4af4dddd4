package io.weir.signaling.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.core.control.Command;
import io.weir.signaling.session.Timing;
import io.weir.signaling.testing.SilentClient;
import io.weir.signaling.testing.TestClient;
import io.weir.signaling.testing.TestServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The WebSocket protocol without media: joining, talking, leaving, and every way to be refused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebSocketProtocolTest {

  private final TestServer server =
      TestServer.start(Map.of("WEIR_MAX_MESSAGES", "10000"), Timing.STANDARD);
  private int rooms;

  @AfterAll
  void stop() {
    server.close();
  }

  private String newRoom() {
    return "room-" + ++rooms;
  }

  @Test
  void shouldTellTheWholeRoomToWhoJoins() {
    String room = newRoom();
    try (TestClient ada = TestClient.join(server, room, "Ada");
        TestClient ben = TestClient.connect(server)) {
      JsonNode joined = ben.reply("join", "{\"room\":\"" + room + "\",\"metadata\":{\"seat\":7}}");

      assertThat(joined.path("session").asText().length()).isGreaterThanOrEqualTo(22);
      assertThat(joined.path("seq").asLong()).isZero();
      assertThat(joined.path("room").path("name").asText()).isEqualTo(room);
      assertThat(joined.path("room").path("participants")).hasSize(2);
      assertThat(joined.path("room").path("participants").path(0).path("name").asText())
          .isEqualTo("Ada");
      assertThat(joined.path("room").path("participants").path(1))
          .isEqualTo(joined.path("participant"));
      assertThat(joined.path("participant").path("metadata").path("seat").asInt()).isEqualTo(7);
      assertThat(joined.path("participant").path("identity"))
          .isEqualTo(joined.path("participant").path("id"));

      JsonNode event = ada.event("participantJoined");
      assertThat(event.path("participant")).isEqualTo(joined.path("participant"));
      assertThat(event.path("seq").asLong()).isEqualTo(1);
    }
  }

  @Test
  void shouldCountEventsOfEachSessionFromOne() {
    String room = newRoom();
    try (TestClient ada = TestClient.join(server, room, "Ada")) {
      for (int i = 1; i <= 3; i++) {
        ada.reply("update", "{\"name\":\"Ada " + i + "\"}");
        JsonNode event = ada.event("participantUpdated");
        assertThat(event.path("seq").asLong()).isEqualTo(i);
        assertThat(event.path("participant").path("name").asText()).isEqualTo("Ada " + i);
      }
    }
  }

  @Test
  void shouldTellWhyPeopleAreGone() {
    String room = newRoom();
    try (TestClient ada = TestClient.join(server, room, "Ada")) {
      TestClient leaver = TestClient.join(server, room, "leaves");
      leaver.reply("leave", "{}");
      assertThat(ada.event("participantLeft").path("reason").asText()).isEqualTo("left");

      TestClient closer = TestClient.join(server, room, "closes");
      closer.close(1001);
      assertThat(ada.event("participantLeft").path("reason").asText()).isEqualTo("left");

      TestClient offender = TestClient.join(server, room, "breaks the rules");
      offender.sendBinary(new byte[] {1});
      assertThat(ada.event("participantLeft").path("reason").asText()).isEqualTo("disconnected");
    }
  }

  @Test
  void shouldLetSomebodyJoinAgainAfterLeaving() {
    try (TestClient ada = TestClient.join(server, newRoom(), "Ada")) {
      ada.reply("leave", "{}");
      assertThat(ada.refusal("update", "{}")).isEqualTo("not_joined");
      ada.reply("join", "{\"room\":\"" + newRoom() + "\"}");
    }
  }

  @Test
  void shouldFreeARoomThatEmpties() {
    String room = newRoom();
    try (TestClient ada = TestClient.join(server, room, "Ada")) {
      ada.reply("leave", "{}");
      JsonNode again = ada.reply("join", "{\"room\":\"" + room + "\"}");
      assertThat(again.path("room").path("participants")).hasSize(1);
      assertThat(server.media().commands(Command.RemoveParticipant.class))
          .anyMatch(command -> command.room().equals(room));
    }
  }

  @Test
  void shouldSendMessagesToEveryoneElseOrToSome() {
    String room = newRoom();
    try (TestClient ada = TestClient.join(server, room, "Ada");
        TestClient ben = TestClient.join(server, room, "Ben");
        TestClient cem = TestClient.join(server, room, "Cem")) {
      String benId = ada.event("participantJoined").path("participant").path("id").asText();

      cem.reply("message", "{\"topic\":\"chat\",\"payload\":{\"text\":\"hi\"}}");
      JsonNode atAda = ada.event("message");
      assertThat(atAda.path("payload").path("text").asText()).isEqualTo("hi");
      assertThat(atAda.path("topic").asText()).isEqualTo("chat");
      assertThat(atAda.has("to")).isFalse();
      assertThat(ben.event("message").path("from")).isEqualTo(atAda.path("from"));

      cem.reply("message", "{\"to\":[\"" + benId + "\"],\"payload\":null}");
      assertThat(ben.event("message").path("to").path(0).asText()).isEqualTo(benId);
      assertThat(ada.eventTypesSoFar()).doesNotContain("message");
      assertThat(cem.eventTypesSoFar()).doesNotContain("message");

      assertThat(cem.refusal("message", "{\"to\":[\"" + benId + "\",\"nobody\"],\"payload\":1}"))
          .isEqualTo("not_found");
      assertThat(ben.eventTypesSoFar()).doesNotContain("message");
    }
  }

  @Test
  void shouldRefuseWithTheDocumentedCodes() {
    try (TestClient client = TestClient.connect(server)) {
      assertThat(client.refusal("dance", "{}")).isEqualTo("unknown_type");
      assertThat(client.refusal("moderate", "{\"participant\":\"p\",\"action\":\"mute\"}"))
          .isEqualTo("not_joined");
      assertThat(client.refusal("leave", "{}")).isEqualTo("not_joined");
      assertThat(client.refusal("resume", "{\"session\":\"s\",\"seq\":3}"))
          .isEqualTo("session_expired");
      assertThat(client.refusal("join", "{\"room\":\"a/b\"}")).isEqualTo("bad_request");
      client.reply("join", "{\"room\":\"" + newRoom() + "\"}");
      assertThat(client.refusal("join", "{\"room\":\"x\"}")).isEqualTo("already_joined");
      assertThat(client.refusal("mute", "{\"mid\":\"9\",\"muted\":true}")).isEqualTo("unknown_mid");
      assertThat(client.refusal("unpublish", "{\"mid\":\"9\"}")).isEqualTo("unknown_mid");
      assertThat(client.refusal("view", "{\"slots\":[{\"mid\":\"9\"}]}")).isEqualTo("unknown_mid");
      assertThat(client.refusal("candidate", "{\"candidate\":\"\",\"sdpMid\":\"9\"}"))
          .isEqualTo("unknown_mid");
      assertThat(client.refusal("update", "{\"metadata\":{\"a\":\"" + "x".repeat(5000) + "\"}}"))
          .isEqualTo("too_large");
    }
  }

  @Test
  void shouldAnswerWithANullIdWhatItCannotRead() {
    try (TestClient client = TestClient.connect(server)) {
      client.send("{\"type\":");
      JsonNode error = client.next();
      assertThat(error.path("code").asText()).isEqualTo("bad_request");
      assertThat(error.path("id").isNull()).isTrue();
    }
  }

  @Test
  void shouldEchoStringIds() {
    try (TestClient client = TestClient.connect(server)) {
      client.send("{\"type\":\"leave\",\"id\":\"a-7\"}");
      assertThat(client.next().path("id").asText()).isEqualTo("a-7");
    }
  }

  @Test
  void shouldPutFragmentsTogether() {
    try (TestClient client = TestClient.connect(server)) {
      client.sendPart("{\"type\":\"join\",\"id\":1,", false);
      client.sendPart("\"name\":\"Zoë\",", false);
      client.sendPart("\"room\":\"" + newRoom() + "\"}", true);
      assertThat(client.next().path("participant").path("name").asText()).isEqualTo("Zoë");
    }
  }

  @Test
  void shouldCloseOnMessagesOver64KilobytesUnlessTheyAreOffers() {
    try (TestClient client = TestClient.join(server, newRoom(), "Ada")) {
      String sdp = "v=0\\r\\n" + "a=x\\r\\n".repeat(20_000);
      assertThat(client.refusal("offer", "{\"sdp\":\"" + sdp + "\",\"tracks\":[]}"))
          .isEqualTo("offer_unusable");
      client.sendRequest("message", "{\"payload\":\"" + "x".repeat(66_000) + "\"}");
      assertThat(client.closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void shouldCloseOnOffersOverAMegabyte() {
    try (TestClient client = TestClient.join(server, newRoom(), "Ada")) {
      client.sendPart("{\"id\":1,\"type\":\"offer\",\"sdp\":\"" + "x".repeat(600_000), false);
      client.sendPart("x".repeat(600_000), false);
      assertThat(client.closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void shouldCloseOnBinaryMessages() {
    try (TestClient client = TestClient.connect(server)) {
      client.sendBinary(new byte[] {1, 2, 3});
      assertThat(client.closeCode()).isEqualTo(1003);
    }
  }

  @Test
  void shouldLetGoOfAClientThatDoesNotRead() throws IOException {
    String room = newRoom();
    try (TestClient ada = TestClient.join(server, room, "Ada");
        SilentClient unread = SilentClient.join(server, room)) {
      ada.event("participantJoined");
      String large = "{\"payload\":\"" + "x".repeat(60_000) + "\"}";
      for (int i = 0; i < 200; i++) {
        ada.reply("message", large);
      }
      assertThat(ada.event("participantLeft").path("reason").asText()).isEqualTo("disconnected");
      assertThat(unread.isOpen()).isTrue();
    }
  }

  @Test
  void shouldRefuseOtherSubprotocols() {
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertThatThrownBy(() ->
              http.newWebSocketBuilder()
                  .subprotocols("weir.v99")
                  .buildAsync(server.webSocket(), new WebSocket.Listener() {})
                  .join())
          .isInstanceOf(CompletionException.class);
    }
  }

  @Test
  void shouldSayGoodbyeWhenTheServerEnds() {
    TestServer ending = TestServer.start();
    try (TestClient client = TestClient.join(ending, "last", "Ada")) {
      ending.close();
      assertThat(client.event("roomClosed").path("reason").asText()).isEqualTo("shutdown");
      assertThat(client.closeCode()).isEqualTo(1001);
    }
  }
}
