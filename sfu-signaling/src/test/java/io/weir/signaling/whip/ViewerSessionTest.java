package io.weir.signaling.whip;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.control.Command;
import io.weir.core.control.SlotView;
import io.weir.core.control.TrackParameters;
import io.weir.signaling.testing.Offers;
import io.weir.signaling.testing.TestClient;
import io.weir.signaling.testing.TestHttp;
import io.weir.signaling.testing.TestServer;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What WHEP viewers are shown as people come and go. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ViewerSessionTest {

  private static final String WHIP = Offers.sdp("chromium-whip");
  private static final String WHEP = Offers.sdp("chromium-whep");

  private final TestServer server = TestServer.start();
  private final TestHttp http = new TestHttp(server);
  private int rooms;

  @AfterAll
  void stop() {
    http.close();
    server.close();
  }

  private String newRoom() {
    return "stage-" + ++rooms;
  }

  @Test
  void shouldShowTheActiveSpeakerUntilThePresenterComesAndAfterIsGone() {
    String room = newRoom();
    http.post("/whep/" + room, WHEP);
    assertThat(targets()).allMatch(SlotView.Target.Automatic.class::isInstance);

    HttpResponse<String> presenter = http.post("/whip/" + room, WHIP);
    assertThat(targets()).containsExactlyElementsOf(targetsOf(tracksOfLastOffer()));

    http.delete(presenter);
    assertThat(targets()).allMatch(SlotView.Target.Automatic.class::isInstance);
  }

  @Test
  void shouldShowThePresenterToAViewerWhoComesLater() {
    String room = newRoom();
    http.post("/whip/" + room, WHIP);
    List<TrackParameters> tracks = tracksOfLastOffer();
    http.post("/whep/" + room, WHEP);
    assertThat(targets()).containsExactlyElementsOf(targetsOf(tracks));
  }

  @Test
  void shouldShowWhoWasAskedForAndNobodyElse() {
    String room = newRoom();
    http.post("/whip/" + room, WHIP);
    http.post("/whep/" + room + "?participant=Camera2", WHEP);
    assertThat(targets()).allMatch(SlotView.Target.Empty.class::isInstance);

    HttpResponse<String> second = http.post("/whip/" + room + "?participant=Camera2", WHIP);
    assertThat(targets()).containsExactlyElementsOf(targetsOf(tracksOfLastOffer()));

    http.delete(second);
    assertThat(targets()).allMatch(SlotView.Target.Empty.class::isInstance);
  }

  @Test
  void shouldNotShowViewersToOthersButPresentersAndTheirTracks() {
    String room = newRoom();
    try (TestClient ada = TestClient.join(server, room, "Ada")) {
      http.post("/whep/" + room, WHEP);
      assertThat(ada.eventTypesSoFar()).isEmpty();
      http.post("/whip/" + room, WHIP);
      assertThat(ada.event("participantJoined").path("participant").path("name").asText())
          .isEqualTo("Presenter");
      assertThat(ada.eventTypesSoFar()).containsExactly("trackPublished", "trackPublished");
    }
  }

  @Test
  void shouldLeaveNothingBehindOfAnOfferThatWasRefused() {
    String room = newRoom();
    try (TestClient ada = TestClient.join(server, room, "Ada")) {
      assertThat(http.post("/whip/" + room, "v=0 but no SDP").statusCode()).isEqualTo(400);
      assertThat(http.post("/whip/" + room, WHIP).statusCode()).isEqualTo(201);
      assertThat(ada.event("participantJoined").path("seq").asInt()).isEqualTo(1);
      assertThat(server.media().commands(Command.RemoveParticipant.class)).isNotEmpty();
    }
  }

  /** What the last view asks for, once the server has done all that its last response led to. */
  private List<SlotView.Target> targets() {
    http.request("GET", "/healthz");
    return server.media().last(Command.View.class).views().stream().map(SlotView::target).toList();
  }

  private List<TrackParameters> tracksOfLastOffer() {
    return server.media().last(Command.Negotiate.class).tracks();
  }

  private static List<SlotView.Target> targetsOf(List<TrackParameters> tracks) {
    return tracks.stream()
        .<SlotView.Target>map(track -> new SlotView.Target.Track(track.track()))
        .toList();
  }
}
