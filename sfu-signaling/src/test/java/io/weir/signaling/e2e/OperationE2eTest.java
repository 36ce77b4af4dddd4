package io.weir.signaling.e2e;

import static io.weir.signaling.e2e.Person.ADA;
import static io.weir.signaling.e2e.Person.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.signaling.testing.OpenApiChecker;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A live call of two as its operator sees it: Prometheus, the API, the administration page. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperationE2eTest {
  private static final String ROOM = "operated";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REMOVE_BEN =
      "[...document.querySelectorAll('tr')].find(row => row.textContent.includes('Ben'))"
          + "?.querySelector('[data-testid=remove]')";

  private final WeirProcess weir = WeirProcess.start();
  private final ChromiumBrowser chromium = ChromiumBrowser.start();
  private final HttpClient http = HttpClient.newHttpClient();
  private final BrowserPage ada = chromium.open(ADA);
  private final BrowserPage ben = chromium.open(BEN);

  @BeforeAll
  void call() {
    ConferencePage page = ConferencePage.enter(weir, ada, ROOM, ADA);
    ConferencePage.enter(weir, ben, ROOM, BEN);
    page.awaitPicturesOf(BEN);
  }

  @AfterAll
  void stop() {
    http.close();
    chromium.close();
    weir.close();
  }

  @Test
  @Order(1)
  void shouldTellARealPrometheusOfTheCall(@TempDir Path folder) {
    try (PrometheusProcess prometheus = PrometheusProcess.scraping(weir.address(), folder)) {
      Await await = weir.await();
      await.until("both are there", () -> prometheus.query("weir_participants"), n -> n == 2);
      await.until("a scrape without errors", () -> prometheus.query("up"), up -> up == 1);
      await.until(
          "media leaves",
          () -> prometheus.query("rate(weir_bytes_sent_total[10s])"),
          r -> r > 1000);
      await.until(
          "forwarding takes less than a second",
          () ->
              prometheus.query(
                  "histogram_quantile(0.5, rate(weir_forward_latency_seconds_bucket[10s]))"),
          seconds -> seconds > 0 && seconds < 1);
      await.until("both connected", () -> prometheus.query("weir_join_seconds_count"), n -> n == 2);
      await.until(
          "handshakes",
          () -> prometheus.query("weir_handshakes_total{result=\"completed\"}"),
          n -> n == 2);
    }
  }

  @Test
  @Order(2)
  void shouldPassThePrometheusProjectsOwnCheckOfMetrics() throws Exception {
    Process promtool =
        new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
    try (OutputStream input = promtool.getOutputStream()) {
      input.write(get("/metrics").body().getBytes(StandardCharsets.UTF_8));
    }
    String complaints =
        new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(promtool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(promtool.exitValue()).as(complaints).isZero();
  }

  @Test
  @Order(3)
  void shouldShowTheCallOverTheApiAsItsDocumentSays() throws Exception {
    OpenApiChecker openApi = new OpenApiChecker(get("/api/openapi.json").body());
    String room = "/api/v1/rooms/" + ROOM;
    String first =
        json("/api/v1/rooms/" + ROOM + "/participants")
            .path("participants")
            .path(0)
            .path("id")
            .asText();
    JsonNode shown =
        weir.await()
            .until(
                "pictures flow both ways",
                () -> json(room + "/participants/" + first),
                one ->
                    one.path("transport").path("received").path("bitrate").asLong() > 10_000
                        && isGood(one.path("transport").path("link"))
                        && one.toString().contains("\"width\":")
                        && one.path("slots").findValuesAsText("codec").contains("VP8"));
    assertThat(shown.path("transport").path("state").asText()).isEqualTo("connected");
    assertThat(shown.path("transport").path("srtpProfile").asText()).isEqualTo("AEAD_AES_128_GCM");
    for (String path :
        new String[] {
          "/api/v1/server",
          "/api/v1/stats",
          "/api/v1/rooms",
          room,
          room + "/settings",
          room + "/participants",
          room + "/participants/" + first,
          room + "/tracks"
        }) {
      openApi.check("GET", path, get(path));
    }
  }

  @Test
  @Order(4)
  void shouldShowTheCallOnThePageAndRemoveSomebodyFromThere() {
    try (BrowserPage admin = chromium.open()) {
      admin.navigate(weir.resolve("admin"));
      weir.await().until("the room", () -> text(admin), text -> text.contains(ROOM));
      AccessibilityCheck.assertNothingSerious(admin, "the server's administration page");
      admin.evaluate("(location.hash = '#/rooms/" + ROOM + "')");
      weir.await()
          .until(
              "both and their media",
              () -> text(admin),
              text -> text.contains("Ada") && text.contains("Ben") && text.contains("VP8"));
      AccessibilityCheck.assertNothingSerious(admin, "a room's administration page");
      click(admin, "document.querySelector('a[href^=\"#/rooms/%s/\"]')".formatted(ROOM));
      weir.await()
          .until(
              "what is known of one of them",
              () -> admin.evaluate("document.querySelector('.facts')?.textContent ?? ''").asText(),
              text -> text.contains("AEAD_AES_128_GCM"));
      AccessibilityCheck.assertNothingSerious(admin, "a participant's administration page");
      admin.evaluate("history.back()");
      // A participant's page names both, too; only the room's has somebody to remove.
      click(admin, REMOVE_BEN);
      AccessibilityCheck.assertNothingSerious(admin, "a question before somebody is removed");
      click(admin, "document.querySelector('[data-testid=confirm-yes]')");

      weir.await().until("Ben is told", () -> text(ben), text -> text.contains("You were removed"));
      weir.await().until("Ben is gone", () -> text(admin), text -> !text.contains("Ben"));
    }
  }

  /** Presses what an expression gives, once that is there. */
  private void click(BrowserPage page, String element) {
    String pressed = "((element) => element ? (element.click(), true) : false)(" + element + ")";
    weir.await().until(element, () -> page.evaluate(pressed).asBoolean());
  }

  /** Chromium's transport-wide feedback tells what arrives and what more would. */
  private static boolean isGood(JsonNode link) {
    return link.path("acknowledgedBps").asLong() > 0
        && link.path("estimateBps").asLong() > 100_000
        && link.path("roundTripMs").asDouble(-1) >= 0
        && link.path("roundTripMs").asDouble() < 1_000;
  }

  private static String text(BrowserPage page) {
    return page.evaluate("document.body.innerText").asText();
  }

  private JsonNode json(String path) throws IOException, InterruptedException {
    return JSON.readTree(get(path).body());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(weir.resolve(path)).build(), BodyHandlers.ofString());
  }
}
