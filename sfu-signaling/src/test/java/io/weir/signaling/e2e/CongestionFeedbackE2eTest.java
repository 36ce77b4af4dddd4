package io.weir.signaling.e2e;

import static io.weir.signaling.e2e.Person.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Viewers that tell when packets arrive by SSRC and sequence number (RFC 8888): Chromium, where a
 * field trial makes it offer that beside transport-wide feedback, and Pion, which offers no other.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CongestionFeedbackE2eTest {
  private static final String BY_STREAM = "ack ccfb";
  private static final String MANY_FRAMES = "120";

  private final WeirProcess weir = WeirProcess.start();
  private final HttpProbe http = new HttpProbe();

  @AfterAll
  void stop() {
    http.close();
    weir.close();
  }

  @Test
  void shouldEstimateTheLinkOfAPlayerInChromium() {
    try (ClientScript presenter = present("chromium");
        ChromiumBrowser chromium = reportingByStream()) {
      BrowserPage viewer = chromium.open();
      viewer.navigate(weir.resolve("live/chromium"));
      weir.await().until("flowing video", () -> viewer.flowingVideos() > 0);

      awaitEstimate("chromium");
      assertThat(descriptionOf(viewer, "local")).contains(BY_STREAM).contains("transport-cc");
      assertThat(descriptionOf(viewer, "remote"))
          .contains(BY_STREAM)
          .doesNotContain("transport-cc")
          .doesNotContain("transport-wide-cc");
      InteropTable.worked(InteropCase.CHROMIUM_REPORTS_BY_STREAM, viewer);
      viewer.close();
      assertThat(presenter.isAlive()).as(presenter.output()).isTrue();
    }
  }

  @Test
  void shouldMeetInChromiumByTransportWideFeedbackAlthoughItOffersBoth() {
    try (ChromiumBrowser chromium = reportingByStream()) {
      BrowserPage ada = chromium.open(Person.ADA);
      BrowserPage ben = chromium.open(BEN);
      meet(ada, "Ada");
      meet(ben, "Ben");
      weir.await().until("Ada sees Ben", () -> ada.flowingVideos() > 0);
      weir.await().until("Ben sees Ada", () -> ben.flowingVideos() > 0);

      awaitEstimate("both");
      assertThat(descriptionOf(ada, "local")).contains(BY_STREAM);
      assertThat(descriptionOf(ada, "remote")).contains("transport-cc").doesNotContain("ccfb");
    }
  }

  @Test
  void shouldEstimateTheLinkOfPion() throws Exception {
    List<String> pion = ClientPrograms.pion();
    String version = ClientPrograms.debianVersion("golang-github-pion-webrtc.v3-dev");
    List<String> command = new ArrayList<>(pion);
    command.addAll(List.of("report", weir.resolve("whep/pion").toString(), MANY_FRAMES));
    try (ClientScript presenter = present("pion");
        ClientScript viewer = ClientScript.run(command)) {
      awaitEstimate("pion");
      assertThat(viewer.awaitExit(180)).as(viewer.output()).isZero();
      String output = viewer.output();
      JsonNode seen = new ObjectMapper().readTree(output.substring(output.lastIndexOf("{\"")));
      assertThat(seen.path("width").asInt()).isEqualTo(BEN.width());
      InteropTable.worked(InteropCase.PION_REPORTS_BY_STREAM, "OPUS, VP8 over UDP", version);
      assertThat(presenter.isAlive()).as(presenter.output()).isTrue();
    }
  }

  private void meet(BrowserPage page, String name) {
    page.navigate(weir.resolve(""));
    page.evaluate("weirCall.talk('both', '%s', 1)".formatted(name));
  }

  private static ChromiumBrowser reportingByStream() {
    return ChromiumBrowser.startWith(
        "--force-fieldtrials=WebRTC-RFC8888CongestionControlFeedback/Enabled,offer:true/");
  }

  private ClientScript present(String room) {
    ClientScript presenter =
        ClientScript.start(
            "clients/whip_gstreamer.py",
            weir.resolve("whip/" + room).toString(),
            BEN.color().hex(),
            Integer.toString(BEN.width()),
            Integer.toString(BEN.height()));
    weir.await()
        .until(
            "the presenter's session",
            presenter::output,
            output -> output.contains("session ") || !presenter.isAlive());
    return presenter;
  }

  private static String descriptionOf(BrowserPage page, String side) {
    return page.evaluate("weirTest.peers.at(-1).%sDescription.sdp".formatted(side)).asText();
  }

  /**
   * Waits until the server knows a good link of somebody who watches in a room; a busy machine is
   * late and loses at times.
   */
  private void awaitEstimate(String room) {
    URI participants = weir.resolve("api/v1/rooms/" + room + "/participants");
    JsonNode good =
        weir.await()
            .until(
                "a good link as a viewer reports it",
                () -> linkIn(http.request("GET", participants).body()),
                link ->
                    link.path("acknowledgedBps").asLong() > 0
                        && link.path("estimateBps").asLong() > 100_000
                        && link.path("lossRatio").asDouble(1) < 0.1
                        && link.path("roundTripMs").asDouble(-1) >= 0
                        && link.path("roundTripMs").asDouble() < 1_000);
    assertThat(good.isObject()).isTrue();
  }

  private static JsonNode linkIn(String participants) throws IOException {
    JsonNode all = new ObjectMapper().readTree(participants).path("participants");
    for (JsonNode participant : all) {
      if (participant.path("slots").asInt() > 0) {
        return participant.path("transport").path("link");
      }
    }
    return all;
  }
}
