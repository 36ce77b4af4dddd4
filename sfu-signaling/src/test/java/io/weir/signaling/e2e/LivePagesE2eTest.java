package io.weir.signaling.e2e;

import static io.weir.signaling.e2e.Person.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Presenter page, viewer page, embedded player and connection test, in Chromium. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LivePagesE2eTest {
  private static final String SAID =
      "document.querySelector('weir-player').shadowRoot.querySelector('.message').innerText";

  private final ForeignPage elsewhere = ForeignPage.start();
  private final WeirProcess weir = WeirProcess.start(Map.of("WEIR_ORIGINS", elsewhere.origin()));
  private final ChromiumBrowser chromium = ChromiumBrowser.start();

  @AfterAll
  void stop() {
    chromium.close();
    weir.close();
    elsewhere.close();
  }

  @Test
  void shouldShowThePresenterToViewersBeforeAndAfterAPause() {
    BrowserPage first = watch(weir, "stage");
    awaitState(weir, first, "waiting");
    assertThat(said(first)).contains("isn’t here yet");
    AccessibilityCheck.assertNothingSerious(first, "the waiting viewer page");

    BrowserPage presenter = present(weir, "stage");
    BrowserPage second = watch(weir, "stage");
    awaitPicture(weir, first);
    awaitPicture(weir, second);
    awaitText(weir, presenter, "viewer-count", "2 viewers");
    weir.await().until("viewers know, too", () -> viewers(first) == 2 && viewers(second) == 2);
    weir.await()
        .until(
            "latency in the bar",
            () -> inPlayer(first, "latency").asText(),
            text -> text.endsWith("behind"));
    weir.await().until("sound", () -> first.audibleStreams() == 1);
    AccessibilityCheck.assertNothingSerious(presenter, "the live presenter page");
    AccessibilityCheck.assertNothingSerious(first, "the live viewer page");

    click(presenter, "go-live"); // stops
    awaitState(weir, first, "waiting");
    assertThat(said(first)).contains("has stopped");

    click(presenter, "go-live");
    awaitPicture(weir, first);
    second.close();
    awaitText(weir, presenter, "viewer-count", "1 viewer");
    first.close();
    presenter.close();
  }

  @Test
  void shouldPresentFromFirefox() {
    try (FirefoxBrowser firefox = FirefoxBrowser.start();
        BrowserPage viewer = watch(weir, "fox");
        BrowserPage presenter = openPresenter(firefox.open(ADA), weir, "fox")) {
      click(presenter, "go-live");
      awaitState(weir, presenter, "live");
      awaitPicture(weir, viewer);
      awaitText(weir, presenter, "viewer-count", "1 viewer");
      weir.await()
          .until(
              "what is sent",
              () -> text(presenter, "publish-figures"),
              figures -> figures.contains(ADA.width() + " × " + ADA.height()));
      AccessibilityCheck.assertNothingSerious(presenter, "the presenter page in Firefox");

      click(presenter, "go-live"); // stops
      awaitState(weir, viewer, "waiting");
    }
  }

  @Test
  void shouldTellWhoComesSecondThatSomebodyElsePresents() {
    BrowserPage ada = present(weir, "busy");
    BrowserPage late = openPresenter(weir, "busy");
    click(late, "go-live");
    weir.await()
        .until(
            "the refusal",
            () -> late.evaluate("document.body.innerText").asText(),
            text -> text.contains("Somebody else is presenting here"));

    ada.navigate(weir.resolve("healthz")); // a page that goes away says goodbye
    weir.await()
        .until(
            "the place is free",
            () -> {
              if (state(late).equals("failed")) {
                late.evaluate("weirTest.click('go-live')");
              }
              return state(late);
            },
            "live"::equals);
    late.close();
    ada.close();
  }

  @Test
  void shouldComeBackByThemselvesAfterTheServerRestarted() {
    Map<String, String> fixed = Map.of("WEIR_HTTP_PORT", freePort());
    WeirProcess before = WeirProcess.start(fixed);
    BrowserPage presenter = present(before, "restart");
    BrowserPage viewer = watch(before, "restart");
    awaitPicture(before, viewer);
    before.close();
    awaitState(weir, viewer, "reconnecting");

    try (WeirProcess after = WeirProcess.start(fixed)) {
      awaitState(after, presenter, "live");
      awaitPicture(after, viewer);
      presenter.close();
      viewer.close();
    }
  }

  @Test
  void shouldPlayInAPageOfAnotherOrigin() {
    elsewhere.setBody(
        """
        <script type="module" src="%1$sweir-player.js"></script>
        <weir-player room="embedded" autoplay muted controls></weir-player>
        """
            .formatted(weir.address()));
    BrowserPage presenter = openPresenter(weir, "embedded");
    presenter.evaluate("document.querySelector('[data-testid=codec]').value = 'H264'");
    click(presenter, "go-live");
    awaitState(weir, presenter, "live");
    BrowserPage page = chromium.open();
    page.navigate(elsewhere.address());

    weir.await()
        .until(
            "the player's picture",
            () -> page.evaluate("document.querySelector('weir-player').video.videoWidth").asInt(),
            width -> width == ADA.width());
    awaitPicture(weir, page);
    weir.await().until("its count", () -> viewers(page) == 1);
    weir.await()
        .until(
            "the codec that was chosen",
            () -> text(presenter, "publish-figures"),
            figures -> figures.contains("H264, 320 × 180"));
    page.close();
    awaitText(weir, presenter, "viewer-count", "0 viewers");
    presenter.close();
  }

  @Test
  void shouldSendPicturesOnlyWhileSomebodyWatches() {
    Person large = new Person("Ada", SolidColor.RED, 1280, 720);
    try (BrowserPage presenter = openPresenter(chromium.open(large), weir, "unwatched")) {
      click(presenter, "go-live");
      awaitState(weir, presenter, "live");
      awaitSent(presenter, "nothing while nobody watches", ""::equals);
      try (BrowserPage viewer = watch(weir, "unwatched")) {
        awaitPicture(weir, viewer);
        awaitSent(presenter, "one encoding for one viewer", rid -> rid.matches("[qhf]"));
      }
      awaitSent(presenter, "nothing any more", ""::equals);
    }
  }

  private void awaitSent(BrowserPage presenter, String what, Predicate<String> rids) {
    weir.await().until(what, () -> presenter.evaluate("weirTest.sentEncodings()").asText(), rids);
  }

  @Test
  void shouldTellWhichPathsWork() {
    try (BrowserPage page = chromium.open()) {
      page.navigate(weir.resolve("test"));
      weir.await().until("the verdict", () -> text(page, "verdict"), "Calls work here."::equals);
      for (String check : new String[] {"Server", "WebSocket", "UDP over IPv4", "Video codecs"}) {
        assertThat(
                page.evaluate(
                        "document.querySelector('[data-check=\"%s\"]').dataset.result"
                            .formatted(check))
                    .asText())
            .as(check)
            .isEqualTo("pass");
      }
      click(page, "copy-report");
      assertThat(page.evaluate("document.querySelector('[data-testid=report]').value").asText())
          .contains("UDP over IPv4  ok: Works: connected");
      AccessibilityCheck.assertNothingSerious(page, "the connection test");
    }
  }

  private BrowserPage openPresenter(WeirProcess server, String room) {
    return openPresenter(chromium.open(ADA), server, room);
  }

  private static BrowserPage openPresenter(BrowserPage page, WeirProcess server, String room) {
    page.navigate(server.resolve("publish/" + room));
    server
        .await()
        .until(
            "the preview",
            () ->
                page.evaluate("document.querySelector('[data-testid=preview]').videoWidth").asInt(),
            width -> width > 0);
    return page;
  }

  private BrowserPage present(WeirProcess server, String room) {
    BrowserPage page = openPresenter(server, room);
    click(page, "go-live");
    awaitState(server, page, "live");
    return page;
  }

  private BrowserPage watch(WeirProcess server, String room) {
    BrowserPage page = chromium.open();
    page.navigate(server.resolve("live/" + room));
    return page;
  }

  private static void awaitPicture(WeirProcess server, BrowserPage viewer) {
    server.await().until("the picture flows", () -> viewer.flowingVideos() == 1);
  }

  private static void awaitState(WeirProcess server, BrowserPage page, String state) {
    server.await().until("state " + state, () -> state(page), state::equals);
  }

  private static void awaitText(
      WeirProcess server, BrowserPage page, String testId, String expected) {
    server.await().until(expected, () -> text(page, testId), expected::equals);
  }

  private static String state(BrowserPage page) {
    return page.evaluate("document.querySelector('[data-testid][data-state]').dataset.state")
        .asText();
  }

  private static String text(BrowserPage page, String testId) {
    return page.evaluate("document.querySelector('[data-testid=%s]').innerText".formatted(testId))
        .asText();
  }

  private static String said(BrowserPage viewer) {
    return viewer.evaluate(SAID).asText();
  }

  private static int viewers(BrowserPage page) {
    return page.evaluate("document.querySelector('weir-player').viewers").asInt();
  }

  private static JsonNode inPlayer(BrowserPage page, String testId) {
    return page.evaluate(
        "document.querySelector('weir-player').shadowRoot.querySelector('[data-testid=%s]').innerText"
            .formatted(testId));
  }

  private void click(BrowserPage page, String testId) {
    weir.await()
        .until(
            "the button " + testId,
            () -> page.evaluate("weirTest.click('" + testId + "')").asBoolean());
  }

  private static String freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return Integer.toString(socket.getLocalPort());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
