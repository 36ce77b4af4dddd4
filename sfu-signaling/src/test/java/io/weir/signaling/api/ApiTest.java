package io.weir.signaling.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.core.control.Command;
import io.weir.core.control.Event;
import io.weir.signaling.testing.Measures;
import io.weir.signaling.testing.Offers;
import io.weir.signaling.testing.OpenApiChecker;
import io.weir.signaling.testing.TestClient;
import io.weir.signaling.testing.TestHttp;
import io.weir.signaling.testing.TestServer;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every operation of the API, each response held to {@code openapi.json}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiTest {

  private static final String PUBLISH =
      Offers.request(
          Offers.sdp("chromium-publish"),
          "[{\"mid\":\"0\",\"source\":\"microphone\"},"
              + "{\"mid\":\"1\",\"source\":\"camera\",\"name\":\"front\"}]");

  private final TestServer server = TestServer.start();
  private final TestHttp http = new TestHttp(server);
  private final OpenApiChecker openApi =
      new OpenApiChecker(http.request("GET", "/api/openapi.json").body());
  private int rooms;

  @AfterAll
  void stop() {
    http.close();
    server.close();
  }

  @Test
  void shouldServeEveryOperationOfTheDocument() {
    String room = newRoom();
    String path = "/api/v1/rooms/" + room;
    try (TestClient ada = TestClient.join(server, room, "Ada")) {
      ada.reply("offer", PUBLISH);
      measureLastPublisher();
      JsonNode participants = get(path + "/participants", 200);
      String participant = participants.path("participants").path(0).path("id").asText();
      String track = get(path + "/tracks", 200).path("tracks").path(0).path("id").asText();

      get("/api/v1/server", 200);
      get("/api/v1/stats", 200);
      get("/api/v1/rooms", 200);
      get(path, 200);
      get(path + "/participants/" + participant, 200);
      get(path + "/settings", 200);
      send("PUT", path + "/settings", "{\"codecs\":[\"h264\",\"OPUS\"]}", 200);
      send("PATCH", path + "/settings", "{\"maxParticipants\":5}", 200);
      send("DELETE", path + "/settings", "", 204);
      send("PATCH", path + "/tracks/" + track, "{\"muted\":true}", 200);
      send("PATCH", path + "/participants/" + participant, "{\"muted\":true}", 200);
      send("DELETE", path + "/participants/" + participant, "", 204);
    }
    try (TestClient ben = TestClient.join(server, room, "Ben")) {
      send("DELETE", path + "?reason=over", "", 204);
      assertThat(ben.event("roomClosed").path("reason").asText()).isEqualTo("over");
      assertThat(ben.closeCode()).isEqualTo(4001);
    }
    assertThat(openApi.unseen()).isEmpty();
  }

  @Test
  void shouldShowWhatIsMeasuredOfAParticipantAndItsTracks() {
    String room = newRoom();
    try (TestClient ada = TestClient.join(server, room, "Ada")) {
      ada.reply("offer", PUBLISH);
      measureLastPublisher();
      awaitFreshStatistics();

      JsonNode tracks = get("/api/v1/rooms/" + room + "/tracks", 200).path("tracks");
      JsonNode video = tracks.path(1);
      assertThat(video.path("source").asText()).isEqualTo("camera");
      assertThat(video.path("name").asText()).isEqualTo("front");
      assertThat(video.path("streams").path(0).path("rid").asText()).isEqualTo("q");
      JsonNode stream = video.path("streams").path(1);
      assertThat(stream.path("rid").asText()).isEqualTo("f");
      assertThat(stream.path("codec").asText()).isEqualTo("VP8");
      assertThat(stream.path("media").path("bitrate").asLong()).isEqualTo(1_200_000);
      assertThat(stream.path("jitterMs").asDouble()).isEqualTo(2.5);
      assertThat(stream.path("width").asInt()).isEqualTo(640);

      JsonNode listed = get("/api/v1/rooms/" + room + "/participants", 200);
      String id = listed.path("participants").path(0).path("id").asText();
      JsonNode shown = get("/api/v1/rooms/" + room + "/participants/" + id, 200);
      assertThat(shown.path("transport").path("roundTripMs").asDouble()).isEqualTo(30);
      assertThat(shown.path("transport").path("path").path("remoteAddress").asText())
          .isEqualTo("192.0.2.9");
      JsonNode slot = shown.path("slots").path(0);
      assertThat(slot.path("track").asText()).isEqualTo(video.path("id").asText());
      assertThat(slot.path("participant").asText()).isEqualTo(id);
      assertThat(slot.path("stream").path("width").asInt()).as("the encoding's").isEqualTo(640);
      assertThat(slot.path("rid").asText()).isEqualTo("f");
      assertThat(slot.path("temporalLayer").asInt()).isEqualTo(2);
      assertThat(slot.path("allocation").toString())
          .isEqualTo(
              "{\"rid\":\"q\",\"temporalLayer\":null,\"paused\":null,\"bitrate\":250000,"
                  + "\"width\":1280,\"height\":720,\"priority\":5}");
      assertThat(shown.path("transport").path("queue").toString())
          .isEqualTo(
              "{\"packets\":12,\"bytes\":14000,\"longestMs\":85.0,\"refusedFrames\":3,"
                  + "\"givenUpPackets\":40}");

      JsonNode summary = get("/api/v1/rooms/" + room, 200);
      assertThat(summary.path("received").path("bitrate").asLong()).isEqualTo(1_300_000);
      assertThat(summary.path("publishers").asInt()).isEqualTo(1);
    }
  }

  @Test
  void shouldMuteForTheMediaPlaneAndForEverybodyToHear() {
    String room = newRoom();
    try (TestClient ada = TestClient.join(server, room, "Ada");
        TestClient ben = TestClient.join(server, room, "Ben")) {
      ada.reply("offer", PUBLISH);
      String track = ben.event("trackPublished").path("track").path("id").asText();
      JsonNode muted =
          send("PATCH", "/api/v1/rooms/" + room + "/tracks/" + track, "{\"muted\":true}", 200);
      assertThat(muted.path("muted").asBoolean()).isTrue();
      assertThat(ben.event("trackMuted").path("track").asText()).isEqualTo(track);
      JsonNode told = ada.event("trackMuted");
      assertThat(told.path("muted").asBoolean()).isTrue();
      assertThat(told.path("by").asText()).isEqualTo("operator");
      assertThat(server.media().last(Command.MuteTrack.class).muted()).isTrue();
    }
  }

  @Test
  void shouldRemoveAParticipantForGood() {
    String room = newRoom();
    try (TestClient ada = TestClient.join(server, room, "Ada");
        TestClient ben = TestClient.join(server, room, "Ben")) {
      String id =
          get("/api/v1/rooms/" + room + "/participants", 200)
              .path("participants")
              .path(1)
              .path("id")
              .asText();
      send("DELETE", "/api/v1/rooms/" + room + "/participants/" + id, "", 204);
      assertThat(ben.event("roomClosed").path("reason").asText()).isEqualTo("removed");
      assertThat(ben.closeCode()).isEqualTo(4001);
      assertThat(ada.event("participantLeft").path("reason").asText()).isEqualTo("removed");
      send("DELETE", "/api/v1/rooms/" + room + "/participants/" + id, "", 404);
    }
  }

  @Test
  void shouldKeepSettingsOfARoomThatNobodyIsInYet() {
    String settings = "/api/v1/rooms/" + newRoom() + "/settings";
    send("PUT", settings, "{\"codecs\":[\"H264\",\"OPUS\"],\"maxParticipants\":9}", 200);
    JsonNode changed =
        send("PATCH", settings, "{\"maxPublishers\":2,\"maxParticipants\":null}", 200);
    assertThat(changed.toString())
        .isEqualTo(
            "{\"codecs\":[\"H264\",\"OPUS\"],\"maxParticipants\":null,"
                + "\"maxPublishers\":2,\"maxPublisherBitrate\":null}");
    assertThat(get("/api/v1/rooms?limit=1000", 200).toString()).contains("\"maxPublishers\":2");
    JsonNode replaced = send("PUT", settings, "{}", 200);
    assertThat(replaced.path("codecs").isNull()).isTrue();
  }

  @Test
  void shouldAnswerOffersWithTheRoomsCodecs() {
    String room = newRoom();
    send("PUT", "/api/v1/rooms/" + room + "/settings", "{\"codecs\":[\"H264\",\"OPUS\"]}", 200);
    try (TestClient ada = TestClient.join(server, room, "Ada")) {
      String answer = ada.reply("offer", PUBLISH).path("sdp").asText();
      assertThat(answer).contains("H264/90000").doesNotContain("VP8/90000");
    }
  }

  @Test
  void shouldRefuseWhatMakesNoSense() {
    String room = "/api/v1/rooms/" + newRoom();
    get(room, 404);
    get(room + "/participants", 404);
    send("DELETE", room, "", 404);
    for (String body :
        List.of(
            "",
            "[]",
            "{\"codecs\":[]}",
            "{\"codecs\":[\"VP8\",\"vp8\"]}",
            "{\"codecs\":[\"NOPE\"]}",
            "{\"codecs\":\"VP8\"}",
            "{\"codecs\":[1]}",
            "{} {}",
            "{\"maxPublishers\":1,\"maxPublishers\":2}",
            "{\"maxParticipants\":0}",
            "{\"maxParticipants\":1.5}",
            "{\"maxParticipants\":99999999999}",
            "{\"maxPublisherBitrate\":99999}",
            "{\"other\":1}")) {
      send("PUT", room + "/settings", body, 400);
    }
    get("/api/v1/rooms?limit=0", 400);
    get("/api/v1/rooms?limit=1001", 400);
    get("/api/v1/rooms?offset=-1", 400);
    String name = newRoom();
    try (TestClient ada = TestClient.join(server, name, "Ada")) {
      send("DELETE", "/api/v1/rooms/" + name + "?reason=shutdown", "", 400);
      send("PATCH", "/api/v1/rooms/" + name + "/tracks/t9", "{\"muted\":true}", 404);
      send("PATCH", "/api/v1/rooms/" + name + "/tracks/t9", "{\"muted\":1}", 400);
      send("PATCH", "/api/v1/rooms/" + name + "/tracks/t9", "{\"muted\":false}", 403);
      send("PATCH", "/api/v1/rooms/" + name + "/tracks/t9", "{\"muted\":true,\"x\":1}", 400);
      get("/api/v1/rooms/" + name + "/participants/nobody", 404);
      assertThat(ada).isNotNull();
    }
  }

  @Test
  void shouldHandOutLongListsInPieces() {
    String prefix = newRoom();
    for (int i = 0; i < 5; i++) {
      send("PUT", "/api/v1/rooms/" + prefix + i + "/settings", "{\"maxParticipants\":3}", 200);
    }
    JsonNode first = get("/api/v1/rooms?limit=2", 200);
    JsonNode second = get("/api/v1/rooms?limit=2&offset=2", 200);
    assertThat(first.path("total").asInt()).isGreaterThanOrEqualTo(5);
    assertThat(first.path("rooms")).hasSize(2);
    assertThat(second.path("rooms").path(0).path("name").asText())
        .isGreaterThan(first.path("rooms").path(1).path("name").asText());
    assertThat(get("/api/v1/rooms?offset=9999999", 200).path("rooms")).isEmpty();
  }

  @Test
  void shouldAnswerWhileAWorkerDoesNot() {
    String room = newRoom();
    try (TestClient ada = TestClient.join(server, room, "Ada")) {
      server.media().canned().answering(false);
      awaitFreshStatistics();
      JsonNode worker = get("/api/v1/stats", 200).path("workers").path(0);
      assertThat(worker.path("answered").asBoolean()).isFalse();
      JsonNode listed = get("/api/v1/rooms/" + room + "/participants", 200);
      assertThat(listed.path("participants").path(0).path("transport").isNull()).isTrue();
      assertThat(ada).isNotNull();
    } finally {
      server.media().canned().answering(true);
    }
  }

  /** Answers are half a second old at most; asks until they have been asked for anew. */
  private void awaitFreshStatistics() {
    int asked = server.media().canned().asked();
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (server.media().canned().asked() == asked) {
      get("/api/v1/stats", 200);
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }

  /** Invents what is measured of whoever published last, and watches themselves. */
  private void measureLastPublisher() {
    Command.Negotiate last = server.media().last(Command.Negotiate.class);
    Event.Binding camera = new Event.Binding(last.tracks().getLast().track(), last.participant());
    server
        .media()
        .canned()
        .add(Measures.publisher(last, List.of(Measures.slot("s0", camera, null))));
  }

  private JsonNode get(String path, int status) {
    return send("GET", path, "", status);
  }

  private JsonNode send(String method, String path, String body, int status) {
    HttpResponse<String> response =
        method.equals("GET") || method.equals("DELETE")
            ? http.request(method, path)
            : http.send(method, path, "application/json", body);
    assertThat(response.statusCode())
        .as("%s %s: %s", method, path, response.body())
        .isEqualTo(status);
    openApi.check(method, path, response);
    return TestClient.parse(response.body().isEmpty() ? "null" : response.body());
  }

  private String newRoom() {
    return "api-" + ++rooms + "-";
  }
}
