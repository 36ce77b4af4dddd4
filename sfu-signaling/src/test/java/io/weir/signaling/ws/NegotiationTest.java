package io.weir.signaling.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.core.control.Command;
import io.weir.core.control.Event;
import io.weir.core.control.SlotReason;
import io.weir.core.control.SlotView;
import io.weir.core.control.TrackSource;
import io.weir.signaling.testing.Offers;
import io.weir.signaling.testing.SchemaChecker;
import io.weir.signaling.testing.TestClient;
import io.weir.signaling.testing.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Offers, tracks and slots over the WebSocket, and what the media plane is told of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NegotiationTest {

  private static final String BOTH =
      "[{\"mid\":\"0\",\"source\":\"microphone\"},"
          + "{\"mid\":\"1\",\"source\":\"camera\",\"name\":\"front\",\"muted\":true}]";
  private static final String PUBLISH = Offers.request(Offers.sdp("chromium-publish"), BOTH);

  private final TestServer server = TestServer.start();
  private int rooms;

  @AfterAll
  void stop() {
    server.close();
  }

  private String newRoom() {
    return "call-" + ++rooms;
  }

  @Test
  void shouldAnswerAndThenTellEverybodyOfTheTracks() {
    String room = newRoom();
    try (TestClient ada = TestClient.join(server, room, "Ada");
        TestClient ben = TestClient.join(server, room, "Ben")) {
      int id = ada.sendRequest("offer", PUBLISH);
      JsonNode first = ada.next();
      while (!first.has("id")) {
        assertThat(first.path("type").asText()).isNotEqualTo("trackPublished");
        first = ada.next();
      }
      assertThat(first.path("id").asInt()).isEqualTo(id);
      assertThat(first.path("sdp").asText()).startsWith("v=0");

      JsonNode audio = ben.event("trackPublished").path("track");
      JsonNode video = ben.event("trackPublished").path("track");
      assertThat(audio.path("kind").asText()).isEqualTo("audio");
      assertThat(video.path("source").asText()).isEqualTo("camera");
      assertThat(video.path("name").asText()).isEqualTo("front");
      assertThat(video.path("muted").asBoolean()).isTrue();
      assertThat(ada.event("trackPublished").path("track")).isEqualTo(audio);

      Command.Negotiate told = server.media().last(Command.Negotiate.class);
      assertThat(told.tracks())
          .extracting(track -> track.source())
          .containsExactly(TrackSource.MICROPHONE, TrackSource.CAMERA);
      assertThat(told.tracks())
          .extracting(track -> Integer.toUnsignedLong(track.track()))
          .containsExactly(audio.path("csrc").asLong(), video.path("csrc").asLong());
    }
  }

  @Test
  void shouldTakeOneOfferAtATime() {
    try (TestClient ada = TestClient.join(server, newRoom(), "Ada")) {
      Runnable release = server.media().holdAnswers();
      int first = ada.sendRequest("offer", PUBLISH);
      assertThat(ada.refusal("offer", PUBLISH)).isEqualTo("offer_pending");
      release.run();
      assertThat(ada.replyTo(first).path("type").asText()).isEqualTo("reply");
      ada.reply("offer", PUBLISH);
    }
  }

  @Test
  void shouldMuteUnmuteAndUnpublish() {
    String room = newRoom();
    try (TestClient ada = TestClient.join(server, room, "Ada");
        TestClient ben = TestClient.join(server, room, "Ben")) {
      ada.reply("offer", PUBLISH);
      String track = ben.event("trackPublished").path("track").path("id").asText();

      ada.reply("mute", "{\"mid\":\"0\",\"muted\":true}");
      ada.reply("mute", "{\"mid\":\"0\",\"muted\":true}");
      JsonNode muted = ben.event("trackMuted");
      assertThat(muted.path("track").asText()).isEqualTo(track);
      assertThat(muted.path("muted").asBoolean()).isTrue();
      assertThat(ben.eventTypesSoFar()).doesNotContain("trackMuted");
      assertThat(server.media().last(Command.MuteTrack.class).muted()).isTrue();

      ada.reply("unpublish", "{\"mid\":\"0\"}");
      assertThat(ben.event("trackUnpublished").path("track").asText()).isEqualTo(track);
      assertThat(server.media().last(Command.Negotiate.class).tracks()).hasSize(1);

      ada.reply("offer", PUBLISH);
      assertThat(ben.event("trackPublished").path("track").path("id").asText()).isNotEqualTo(track);
    }
  }

  @Test
  void shouldUnpublishWhatAnOfferLeavesOut() {
    String room = newRoom();
    try (TestClient ada = TestClient.join(server, room, "Ada");
        TestClient ben = TestClient.join(server, room, "Ben")) {
      ada.reply("offer", PUBLISH);
      JsonNode audio = ben.event("trackPublished").path("track");
      ada.reply(
          "offer",
          Offers.request(
              Offers.sdp("chromium-publish").replaceFirst("a=sendonly", "a=inactive"),
              "[{\"mid\":\"1\",\"source\":\"camera\",\"name\":\"front\"}]"));
      assertThat(ben.event("trackUnpublished").path("track")).isEqualTo(audio.path("id"));
    }
  }

  @Test
  void shouldGiveATrackOfAnotherSourceANewId() {
    String room = newRoom();
    try (TestClient ada = TestClient.join(server, room, "Ada");
        TestClient ben = TestClient.join(server, room, "Ben")) {
      ada.reply("offer", PUBLISH);
      ada.reply(
          "offer",
          Offers.request(
              Offers.sdp("chromium-publish"),
              "[{\"mid\":\"0\",\"source\":\"microphone\"},{\"mid\":\"1\",\"source\":\"screen\"}]"));
      String camera = ben.event("trackUnpublished").path("track").asText();
      JsonNode screen = ben.event("trackPublished").path("track");
      assertThat(screen.path("source").asText()).isEqualTo("screen");
      assertThat(screen.path("id").asText()).isNotEqualTo(camera);
    }
  }

  @Test
  void shouldPassViewsOnAndRefuseWhatCannotBeShown() {
    String room = newRoom();
    try (TestClient ada = TestClient.join(server, room, "Ada");
        TestClient ben = TestClient.join(server, room, "Ben")) {
      ben.reply("offer", Offers.WATCH);
      ada.reply("offer", PUBLISH);
      JsonNode audio = ben.event("trackPublished").path("track");
      JsonNode video = ben.event("trackPublished").path("track");
      String track = video.path("id").asText();

      ben.reply(
          "view",
          "{\"slots\":[{\"mid\":\"3\",\"track\":\"%s\",\"width\":640},{\"mid\":\"4\"},"
                  .formatted(track)
              + "{\"mid\":\"5\",\"track\":null}]}");
      assertThat(server.media().last(Command.View.class).views())
          .containsExactly(
              new SlotView("3", new SlotView.Target.Track(video.path("csrc").asInt()), 640, 0, 0),
              new SlotView("4", new SlotView.Target.Automatic(), 0, 0, 0),
              new SlotView("5", new SlotView.Target.Empty(), 0, 0, 0));

      assertThat(view(ben, "3", "t999")).isEqualTo("unknown_track");
      assertThat(view(ben, "9", track)).isEqualTo("unknown_mid");
      assertThat(view(ben, "3", audio.path("id").asText())).isEqualTo("bad_request");
      assertThat(view(ada, "3", track)).isEqualTo("unknown_mid");
    }
  }

  private static String view(TestClient client, String mid, String track) {
    return client.refusal(
        "view", "{\"slots\":[{\"mid\":\"%s\",\"track\":\"%s\"}]}".formatted(mid, track));
  }

  @Test
  void shouldTellWhatSlotsShowAndWhoSpeaks() {
    String room = newRoom();
    try (TestClient ada = TestClient.join(server, room, "Ada");
        TestClient ben = TestClient.join(server, room, "Ben")) {
      ada.reply("offer", PUBLISH);
      Command.Negotiate published = server.media().last(Command.Negotiate.class);
      ben.reply("offer", Offers.WATCH);
      long viewer = server.media().last(Command.Negotiate.class).participant();
      JsonNode track = ben.event("trackPublished").path("track");

      server
          .media()
          .emit(
              new Event.SlotChanged(
                  room,
                  viewer,
                  "0",
                  new Event.Binding(track.path("csrc").asInt(), published.participant()),
                  SlotReason.AUTOMATIC));
      JsonNode changed = ben.event("slotChanged");
      assertThat(changed.path("track")).isEqualTo(track.path("id"));
      assertThat(changed.path("participant")).isEqualTo(track.path("participant"));
      assertThat(changed.path("reason").asText()).isEqualTo("automatic");

      server.media().emit(new Event.SlotChanged(room, viewer, "0", null, SlotReason.UNPUBLISHED));
      assertThat(ben.event("slotChanged").path("track").isNull()).isTrue();

      server.media().emit(new Event.ActiveSpeakers(room, List.of(published.participant(), 99L)));
      assertThat(ben.event("activeSpeakers").path("participants").path(0))
          .isEqualTo(track.path("participant"));
    }
  }

  @Test
  void shouldTellOnlyThePublisherWhichLayersAreWanted() {
    String room = newRoom();
    try (TestClient ada = TestClient.join(server, room, "Ada");
        TestClient ben = TestClient.join(server, room, "Ben")) {
      ada.reply("offer", PUBLISH);
      long publisher = server.media().last(Command.Negotiate.class).participant();

      server.media().emit(new Event.LayersWanted(room, publisher, "0", List.of("q", "h")));
      server.media().emit(new Event.ActiveSpeakers(room, List.of(publisher)));
      JsonNode wanted = ada.event("layersWanted");
      assertThat(wanted.path("mid").asText()).isEqualTo("0");
      assertThat(wanted.path("rids").toString()).isEqualTo("[\"q\",\"h\"]");
      SchemaChecker.assertServerMessage(wanted);
      assertThat(ben.eventTypesSoFar()).contains("activeSpeakers").doesNotContain("layersWanted");
    }
  }

  @Test
  void shouldRefuseOffersThatCannotBeAnswered() {
    try (TestClient ada = TestClient.join(server, newRoom(), "Ada")) {
      String sdp = Offers.sdp("chromium-publish");
      assertThat(ada.refusal("offer", Offers.request("hello", "[]"))).isEqualTo("offer_unusable");
      assertThat(ada.refusal("offer", Offers.request(sdp.replace("BUNDLE 0 1", "BUNDLE"), BOTH)))
          .isEqualTo("offer_unusable");
      assertThat(
              ada.refusal(
                  "offer", Offers.request(sdp.replaceAll("(a=rtpmap:\\d+ )[^/]+", "$1X"), BOTH)))
          .isEqualTo("no_common_codec");
      assertThat(
              ada.refusal(
                  "offer",
                  Offers.request(
                      sdp,
                      "[{\"mid\":\"0\",\"source\":\"camera\"},"
                          + "{\"mid\":\"0\",\"source\":\"camera\"}]")))
          .isEqualTo("bad_request");
      ada.reply("offer", PUBLISH);
    }
  }
}
