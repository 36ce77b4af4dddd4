package io.weir.signaling.whip;

import static io.weir.signaling.testing.TestHttp.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.control.Command;
import io.weir.core.control.Event;
import io.weir.core.control.TransportState;
import io.weir.signaling.session.Timing;
import io.weir.signaling.testing.Measures;
import io.weir.signaling.testing.Offers;
import io.weir.signaling.testing.TestEventStream;
import io.weir.signaling.testing.TestHttp;
import io.weir.signaling.testing.TestServer;
import io.weir.signaling.testing.Tokens;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Server-sent events of WHIP and WHEP sessions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventStreamTest {

  private static final String WHIP = Offers.sdp("chromium-whip");
  private static final String WHEP = Offers.sdp("chromium-whep");
  private static final String ALL = "";

  private final TestServer server = TestServer.start();
  private final TestHttp http = new TestHttp(server);
  private int rooms;

  @AfterAll
  void stop() {
    http.close();
    server.close();
  }

  private String newRoom() {
    return "audience-" + ++rooms;
  }

  @Test
  void shouldAnnounceTheEventsOfBothProtocols() {
    String room = newRoom();
    HttpResponse<String> viewer = http.post("/whep/" + room, WHEP);
    HttpResponse<String> presenter = http.post("/whip/" + room, WHIP);

    assertThat(viewer.headers().allValues("Link"))
        .containsExactly(
            "<%s/events>; rel=\"urn:ietf:params:whep:ext:core:server-sent-events\"; events=\"active,inactive,viewercount,layers\""
                .formatted(header(viewer, "Location")));
    assertThat(presenter.headers().allValues("Link"))
        .containsExactly(
            "<%s/events>; rel=\"urn:ietf:params:whip:ext:core:server-sent-events\"; events=\"viewercount,layerswanted\""
                .formatted(header(presenter, "Location")));
  }

  @Test
  void shouldCountTheViewersWhoseMediaPathStands() {
    String room = newRoom();
    HttpResponse<String> presenter = http.post("/whip/" + room, WHIP);
    try (TestEventStream events = open(presenter, ALL)) {
      assertThat(events.contentType()).isEqualTo("text/event-stream");
      assertThat(events.next()).isEqualTo("viewercount {\"viewercount\":0}");

      HttpResponse<String> first = watch(room);
      assertThat(events.next()).isEqualTo("viewercount {\"viewercount\":1}");
      http.post("/whep/" + room, WHEP); // never connects
      watch(room);
      assertThat(events.next()).isEqualTo("viewercount {\"viewercount\":2}");
      http.delete(first);
      assertThat(events.next()).isEqualTo("viewercount {\"viewercount\":1}");
    }
  }

  @Test
  void shouldTellViewersOfThePresenterButNotThatThereIsNoneYet() {
    String room = newRoom();
    HttpResponse<String> viewer = watch(room);
    try (TestEventStream events = open(viewer, "[\"active\",\"inactive\",\"layers\"]")) {
      HttpResponse<String> presenter = http.post("/whip/" + room, WHIP);
      assertThat(events.next()).isEqualTo("active {}");
      http.delete(presenter);
      assertThat(events.next()).isEqualTo("inactive {}");
    }
  }

  @Test
  void shouldTellAPresenterWhichEncodingsAreWatched() {
    String room = newRoom();
    HttpResponse<String> presenter = http.post("/whip/" + room, WHIP);
    long number = server.media().last(Command.AddParticipant.class).participant();
    server.media().emit(new Event.LayersWanted(room, number, "1", List.of("q", "h")));
    try (TestEventStream events = open(presenter, "[\"layerswanted\"]")) {
      assertThat(events.next()).isEqualTo("layerswanted {\"mid\":\"1\",\"rids\":[\"q\",\"h\"]}");
      server.media().emit(new Event.LayersWanted(room, number, "1", List.of()));
      assertThat(events.next()).isEqualTo("layerswanted {\"mid\":\"1\",\"rids\":[]}");
    }
  }

  @Test
  void shouldTellViewersWhichLayersThereAre() {
    String room = newRoom();
    http.post("/whip/" + room, WHIP);
    Command.Negotiate publishing = server.media().last(Command.Negotiate.class);
    HttpResponse<String> viewer = watch(room);
    Event.Binding video =
        new Event.Binding(publishing.tracks().getLast().track(), publishing.participant());
    Command.Negotiate watching = server.media().last(Command.Negotiate.class);
    server.media().canned().add(Measures.publisher(publishing, List.of()));
    server
        .media()
        .canned()
        .add(Measures.publisher(watching, List.of(Measures.slot("1", video, null))));
    try (TestEventStream events = open(viewer, "[\"layers\"]")) {
      assertThat(events.next())
          .isEqualTo(
              "layers {\"1\":{\"active\":[{\"id\":\"f\",\"simulcastIdx\":1,\"bitrate\":1200000,"
                  + "\"width\":640,\"height\":360}],"
                  + "\"inactive\":[{\"id\":\"q\",\"simulcastIdx\":0,\"width\":160,\"height\":90}],"
                  + "\"layers\":[{\"encodingId\":\"f\",\"spatialLayerId\":255,\"temporalLayerId\":255,"
                  + "\"simulcastIdx\":1,\"bitrate\":1200000,\"width\":640,\"height\":360}]}}");
    }
  }

  @Test
  void shouldTellAReaderWhoComesBackWhatHoldsNow() {
    String room = newRoom();
    HttpResponse<String> presenter = http.post("/whip/" + room, WHIP);
    HttpResponse<String> viewer = watch(room);
    String stream = create(viewer, ALL);
    try (TestEventStream first = new TestEventStream(server, stream)) {
      assertThat(first.next()).isEqualTo("active {}");
      assertThat(first.next()).isEqualTo("viewercount {\"viewercount\":1}");
      try (TestEventStream again = new TestEventStream(server, stream)) {
        assertThat(again.next()).isEqualTo("active {}");
        assertThat(again.next()).isEqualTo("viewercount {\"viewercount\":1}");
        assertThat(first.next()).as("one reader for each stream").isEqualTo(TestEventStream.END);
      }
    }
    http.delete(presenter);
    try (TestEventStream late = new TestEventStream(server, stream)) {
      assertThat(late.next()).isEqualTo("inactive {}");
    }
  }

  @Test
  void shouldEndStreamsWithTheirSession() {
    HttpResponse<String> viewer = watch(newRoom());
    String stream = create(viewer, ALL);
    try (TestEventStream created = new TestEventStream(server, stream);
        TestEventStream direct =
            new TestEventStream(server, header(viewer, "Location") + "/events")) {
      created.next();
      direct.next();
      http.delete(viewer);
      assertThat(created.next()).isEqualTo(TestEventStream.END);
      assertThat(direct.next()).isEqualTo(TestEventStream.END);
    }
    assertThat(http.request("GET", stream).statusCode()).isEqualTo(404);
  }

  @Test
  void shouldEndAStreamThatIsDeleted() {
    String stream = create(watch(newRoom()), ALL);
    try (TestEventStream events = new TestEventStream(server, stream)) {
      events.next();
      assertThat(http.request("DELETE", stream).statusCode()).isEqualTo(200);
      assertThat(events.next()).isEqualTo(TestEventStream.END);
    }
    assertThat(http.request("GET", stream).statusCode()).isEqualTo(404);
    assertThat(http.request("DELETE", stream).statusCode()).isEqualTo(404);
  }

  @Test
  void shouldRefuseWhatIsNoListAndMoreThanFourStreams() {
    HttpResponse<String> viewer = watch(newRoom());
    String path = header(viewer, "Location") + "/events";
    assertThat(http.send("POST", path, "application/json", "{\"a\":1}").statusCode())
        .isEqualTo(400);
    assertThat(http.send("POST", path, "text/plain", "[\"active\"]").statusCode()).isEqualTo(415);
    for (int i = 0; i < 4; i++) {
      create(viewer, ALL);
    }
    assertThat(http.request("POST", path).statusCode()).isEqualTo(429);
    assertThat(http.request("GET", path).statusCode()).isEqualTo(429);
  }

  @Test
  void shouldNeedATokenToMakeAStreamButNotToReadIt() {
    try (TestServer keyed =
            TestServer.start(Map.of("WEIR_API_KEYS", Tokens.KEYS), Timing.STANDARD);
        TestHttp client = new TestHttp(keyed)) {
      String token = "Bearer " + Tokens.sign("\"room\":\"*\"");
      HttpResponse<String> viewer = client.post("/whep/lab", WHEP, "Authorization", token);
      String path = header(viewer, "Location") + "/events";
      assertThat(client.request("POST", path).statusCode()).isEqualTo(401);
      HttpResponse<String> created = client.request("POST", path, "Authorization", token);
      try (TestEventStream events = new TestEventStream(keyed, header(created, "Location"))) {
        assertThat(events.next()).isEqualTo("viewercount {\"viewercount\":0}");
      }
      assertThat(client.request("GET", "/whep/lab/guess/events").statusCode()).isEqualTo(404);
    }
  }

  /** A viewer whose media path stands. */
  private HttpResponse<String> watch(String room) {
    HttpResponse<String> viewer = http.post("/whep/" + room, WHEP);
    assertThat(viewer.statusCode()).isEqualTo(201);
    long number = server.media().last(Command.AddParticipant.class).participant();
    server.media().emit(new Event.TransportChanged(room, number, TransportState.CONNECTED));
    return viewer;
  }

  private TestEventStream open(HttpResponse<String> session, String types) {
    return new TestEventStream(server, create(session, types));
  }

  /** Makes a stream and returns its address. */
  private String create(HttpResponse<String> session, String types) {
    String path = header(session, "Location") + "/events";
    HttpResponse<String> created =
        types.isEmpty()
            ? http.request("POST", path)
            : http.send("POST", path, "application/json", types);
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    return header(created, "Location");
  }
}
