package io.weir.signaling.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.core.control.Command;
import io.weir.core.control.SlotView;
import io.weir.signaling.session.CloseCode;
import io.weir.signaling.session.Timing;
import io.weir.signaling.testing.Offers;
import io.weir.signaling.testing.TestClient;
import io.weir.signaling.testing.TestHttp;
import io.weir.signaling.testing.TestServer;
import io.weir.signaling.testing.Tokens;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What moderators can do to others, and what those can do about it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModerationTest {

  private static final String MODERATOR = "[\"subscribe\",\"data\",\"moderate\"]";

  private final TestServer server =
      TestServer.start(Map.of("WEIR_API_KEYS", Tokens.KEYS), Timing.STANDARD);
  private final AtomicInteger rooms = new AtomicInteger();

  @AfterAll
  void stop() {
    server.close();
  }

  /** A room with a moderator and Bob, who has the usual rights. */
  private final class Scene implements AutoCloseable {
    private final String room = "room-" + rooms.incrementAndGet();
    private final TestClient moderator = TestClient.connect(server);
    private final TestClient bob = TestClient.connect(server);
    private final String moderatorId = join(moderator, MODERATOR);
    private final String bobId = join(bob, "[\"publish\",\"subscribe\",\"data\"]");

    private String join(TestClient client, String can) {
      JsonNode joined =
          client.reply(
              "join",
              "{\"room\":\"%s\",\"token\":\"%s\"}".formatted(room, token("\"can\":" + can)));
      return joined.path("participant").path("id").asText();
    }

    private String token(String claims) {
      return Tokens.sign("\"room\":\"" + room + "\"," + claims);
    }

    /** Ids of the two tracks that Bob publishes: sound, picture. */
    private List<String> publish() {
      bob.reply("offer", Offers.PUBLISH);
      return List.of(
          moderator.event("trackPublished").path("track").path("id").asText(),
          moderator.event("trackPublished").path("track").path("id").asText());
    }

    private String moderate(String fields) {
      return "{\"participant\":\"" + bobId + "\"," + fields + "}";
    }

    private void setRights(String can) {
      moderator.reply("moderate", moderate("\"action\":\"rights\",\"can\":" + can));
    }

    @Override
    public void close() {
      moderator.close();
      bob.close();
    }
  }

  @Test
  void shouldRefuseWhoMayNotModerate() {
    try (Scene scene = new Scene()) {
      String request = "{\"participant\":\"" + scene.moderatorId + "\",\"action\":\"remove\"}";
      assertThat(scene.bob.refusal("moderate", request)).isEqualTo("forbidden");
      assertThat(scene.moderator.refusal("moderate", request)).isEqualTo("bad_request");
      assertThat(
              scene.moderator.refusal(
                  "moderate", "{\"participant\":\"nobody\",\"action\":\"remove\"}"))
          .isEqualTo("not_found");
      assertThat(
              scene.moderator.refusal(
                  "moderate", scene.moderate("\"action\":\"mute\",\"track\":\"t99\"")))
          .isEqualTo("unknown_track");
      assertThat(scene.moderator.refusal("moderate", scene.moderate("\"action\":\"shout\"")))
          .isEqualTo("bad_request");
    }
  }

  @Test
  void shouldMuteOneKindAndTellEverybodyWhoDidIt() {
    try (Scene scene = new Scene()) {
      String microphone = scene.publish().getFirst();
      scene.moderator.reply("moderate", scene.moderate("\"action\":\"mute\",\"kind\":\"audio\""));

      JsonNode heard = scene.bob.event("trackMuted");
      assertThat(heard.path("track").asText()).isEqualTo(microphone);
      assertThat(heard.path("muted").asBoolean()).isTrue();
      assertThat(heard.path("by").asText()).isEqualTo(scene.moderatorId);
      assertThat(scene.bob.eventTypesSoFar()).doesNotContain("trackMuted");
      assertThat(server.media().last(Command.MuteTrack.class).muted()).isTrue();
    }
  }

  @Test
  void shouldKeepAMuteThroughALaterOfferUntilThePublisherUnmutes() {
    try (Scene scene = new Scene()) {
      List<String> tracks = scene.publish();
      scene.moderator.reply("moderate", scene.moderate("\"action\":\"mute\""));
      assertThat(scene.bob.event("trackMuted").path("track").asText()).isEqualTo(tracks.get(0));
      assertThat(scene.bob.event("trackMuted").path("track").asText()).isEqualTo(tracks.get(1));

      scene.bob.reply("offer", Offers.PUBLISH);
      assertThat(server.media().last(Command.Negotiate.class).tracks())
          .allMatch(track -> track.muted());

      assertThat(
              scene.moderator.refusal(
                  "moderate", scene.moderate("\"action\":\"mute\",\"muted\":false")))
          .isEqualTo("bad_request");
      scene.bob.reply("mute", "{\"mid\":\"0\",\"muted\":false}");
      JsonNode unmuted = scene.bob.event("trackMuted");
      assertThat(unmuted.path("muted").asBoolean()).isFalse();
      assertThat(unmuted.has("by")).isFalse();
    }
  }

  @Test
  void shouldRemoveSomebodyAtOnce() {
    try (Scene scene = new Scene()) {
      scene.moderator.reply("moderate", scene.moderate("\"action\":\"remove\""));

      assertThat(scene.bob.event("roomClosed").path("reason").asText()).isEqualTo("removed");
      assertThat(scene.bob.closeCode()).isEqualTo(CloseCode.REMOVED);
      JsonNode left = scene.moderator.event("participantLeft");
      assertThat(left.path("participant").asText()).isEqualTo(scene.bobId);
      assertThat(left.path("reason").asText()).isEqualTo("removed");
    }
  }

  @Test
  void shouldUnpublishAndForbidWhenPublishingIsTaken() {
    try (Scene scene = new Scene()) {
      List<String> tracks = scene.publish();
      scene.setRights("[\"subscribe\"]");

      assertThat(scene.bob.event("rightsChanged").path("can").toString())
          .isEqualTo("[\"subscribe\"]");
      assertThat(scene.moderator.event("trackUnpublished").path("track").asText()).isIn(tracks);
      assertThat(scene.moderator.event("trackUnpublished").path("track").asText()).isIn(tracks);
      assertThat(server.media().last(Command.Negotiate.class).tracks()).isEmpty();
      assertThat(scene.bob.refusal("offer", Offers.PUBLISH)).isEqualTo("forbidden");
      assertThat(scene.bob.refusal("message", "{\"payload\":1}")).isEqualTo("forbidden");
      assertThat(scene.moderator.eventTypesSoFar()).doesNotContain("rightsChanged");
    }
  }

  @Test
  void shouldEmptySlotsWhenSubscribingIsTakenAndFillThemWhenItIsGivenBack() {
    try (Scene scene = new Scene()) {
      scene.bob.reply("offer", Offers.WATCH);
      scene.setRights("[\"publish\"]");
      assertThat(server.media().last(Command.View.class).views())
          .isNotEmpty()
          .allMatch(view -> view.target() instanceof SlotView.Target.Empty);
      assertThat(scene.bob.refusal("view", "{\"slots\":[]}")).isEqualTo("forbidden");
      // Its slots may stay in later offers, so that it can go on publishing.
      scene.bob.reply("offer", Offers.WATCH);

      scene.setRights("[\"publish\",\"subscribe\"]");
      assertThat(server.media().last(Command.View.class).views())
          .isNotEmpty()
          .allMatch(view -> view.target() instanceof SlotView.Target.Automatic);
    }
  }

  @Test
  void shouldForbidNewSlotsWhenSubscribingWasTakenBefore() {
    try (Scene scene = new Scene()) {
      scene.setRights("[\"publish\"]");
      assertThat(scene.bob.refusal("offer", Offers.WATCH)).isEqualTo("forbidden");
    }
  }

  @Test
  void shouldOnlyGiveWhatTheModeratorHasAndNeverAdmin() {
    try (Scene scene = new Scene()) {
      for (String right : List.of("record", "admin")) {
        assertThat(
                scene.moderator.refusal(
                    "moderate",
                    scene.moderate("\"action\":\"rights\",\"can\":[\"" + right + "\"]")))
            .isEqualTo("forbidden");
      }
      assertThat(
              scene.moderator.refusal(
                  "moderate", scene.moderate("\"action\":\"rights\",\"can\":[\"fly\"]")))
          .isEqualTo("bad_request");
      scene.setRights("[\"moderate\"]");
      assertThat(scene.bob.event("rightsChanged").path("can").toString())
          .isEqualTo("[\"moderate\"]");
    }
  }

  @Test
  void shouldEndAWhipSessionThatMayPublishNoMore() {
    try (Scene scene = new Scene();
        TestHttp http = new TestHttp(server)) {
      String bearer = "Bearer " + scene.token("\"can\":[\"publish\"]");
      var created =
          http.post("/whip/" + scene.room, Offers.sdp("aiortc-whip"), "Authorization", bearer);
      assertThat(created.statusCode()).isEqualTo(201);
      String presenter =
          scene.moderator.event("trackPublished").path("track").path("participant").asText();
      scene.moderator.reply(
          "moderate", "{\"participant\":\"" + presenter + "\",\"action\":\"rights\",\"can\":[]}");

      assertThat(scene.moderator.event("participantLeft").path("reason").asText())
          .isEqualTo("removed");
      String session = TestHttp.header(created, "Location");
      assertThat(http.request("GET", session).statusCode()).isEqualTo(404);
    }
  }
}
