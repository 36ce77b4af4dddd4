package io.weir.signaling.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.core.control.Command;
import io.weir.core.control.Event;
import io.weir.core.control.TransportState;
import io.weir.signaling.testing.Offers;
import io.weir.signaling.testing.SilentClient;
import io.weir.signaling.testing.TestClient;
import io.weir.signaling.testing.TestHttp;
import io.weir.signaling.testing.TestServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Who vanishes is removed, after waits shorter than those of the protocol, but longer than a busy
 * machine halts: who is there must be heard in time.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LivenessTest {

  private static final Timing SHORT =
      new Timing(
          Duration.ofMillis(1000),
          Duration.ofMillis(4000),
          Duration.ofMillis(8000),
          Duration.ofMillis(100));

  private final TestServer server = TestServer.start(Map.of(), SHORT);
  private final TestHttp http = new TestHttp(server);

  @AfterAll
  void stop() {
    http.close();
    server.close();
  }

  @Test
  void shouldRemoveWhoNeitherAnswersPingsNorSendsMedia() throws IOException {
    try (TestClient ada = TestClient.join(server, "silence", "Ada");
        SilentClient vanished = SilentClient.join(server, "silence")) {
      ada.event("participantJoined");
      JsonNode left = ada.event("participantLeft");
      assertThat(left.path("reason").asText()).isEqualTo("timeout");
      assertThat(vanished.isOpen()).isTrue();
    }
  }

  @Test
  void shouldKeepWhoseMediaIsAliveUntilThatStopsToo() throws IOException {
    try (TestClient ada = TestClient.join(server, "media", "Ada");
        SilentClient silent = SilentClient.join(server, "media")) {
      ada.event("participantJoined");
      long number = server.media().last(Command.AddParticipant.class).participant();
      server.media().emit(new Event.TransportChanged("media", number, TransportState.CONNECTED));
      HttpResponse<String> clock = http.post("/whip/clock", Offers.sdp("aiortc-whip"));
      awaitRemoval(clock);
      assertThat(ada.eventTypesSoFar()).doesNotContain("participantLeft");
      assertThat(silent.isOpen()).isTrue();

      server.media().emit(new Event.TransportIdle("media", number, true));
      assertThat(ada.event("participantLeft").path("reason").asText()).isEqualTo("timeout");
    }
  }

  @Test
  void shouldRemoveWhoseWebSocketBreaksAndWhoseMediaIsSilent() {
    try (TestClient ada = TestClient.join(server, "broken", "Ada")) {
      TestClient.join(server, "broken", "Ben").abort();
      assertThat(ada.event("participantLeft").path("reason").asText()).isEqualTo("timeout");
    }
  }

  @Test
  void shouldRemoveWhoseMediaGoesOnButWhoDoesNotResume() throws IOException {
    try (TestClient ada = TestClient.join(server, "deaf", "Ada");
        SilentClient halfOpen = SilentClient.join(server, "deaf")) {
      ada.event("participantJoined");
      letMediaFlow("deaf");
      TestClient ben = TestClient.join(server, "deaf", "Ben");
      letMediaFlow("deaf");
      long lostNs = System.nanoTime();
      ben.abort();
      for (int i = 0; i < 2; i++) {
        assertThat(ada.event("participantLeft").path("reason").asText()).isEqualTo("disconnected");
      }
      assertThat(System.nanoTime() - lostNs).isGreaterThan(SHORT.resumeLimit().toNanos());
      assertThat(halfOpen.isOpen()).isTrue();
    }
  }

  private void letMediaFlow(String room) {
    long number = server.media().last(Command.AddParticipant.class).participant();
    server.media().emit(new Event.TransportChanged(room, number, TransportState.CONNECTED));
  }

  @Test
  void shouldRemoveAWhipSessionThatNeverConnects() {
    awaitRemoval(http.post("/whip/never", Offers.sdp("aiortc-whip")));
  }

  @Test
  void shouldRemoveAWhipSessionWhoseTransportFails() {
    try (TestClient ada = TestClient.join(server, "failing", "Ada")) {
      http.post("/whip/failing", Offers.sdp("aiortc-whip"));
      long number = server.media().last(Command.Negotiate.class).participant();
      server.media().emit(new Event.TransportChanged("failing", number, TransportState.FAILED));
      assertThat(ada.event("participantLeft").path("reason").asText()).isEqualTo("failed");
    }
  }

  /** Waits until a session is gone. */
  private void awaitRemoval(HttpResponse<String> created) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    String session = TestHttp.header(created, "Location");
    while (http.request("GET", session).statusCode() != 404) {
      assertThat(System.nanoTime()).as("still there").isLessThan(deadline);
    }
  }
}
