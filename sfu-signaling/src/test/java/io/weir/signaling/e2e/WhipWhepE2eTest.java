package io.weir.signaling.e2e;

import static io.weir.signaling.e2e.Person.ADA;
import static io.weir.signaling.e2e.Person.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Presenters over WHIP and viewers over WHEP: Chromium, Firefox, GStreamer and aiortc. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WhipWhepE2eTest {
  private final WeirProcess weir = WeirProcess.start();
  private final ChromiumBrowser chromium = ChromiumBrowser.start();
  private final FirefoxBrowser firefox = FirefoxBrowser.start();

  @AfterAll
  void stop() {
    firefox.close();
    chromium.close();
    weir.close();
  }

  @Test
  void shouldShowGStreamersPictureInChromiumFirefoxAndAiortc() throws Exception {
    try (ClientScript presenter = presentFromGStreamer("gstreamer")) {
      BrowserPage inChromium = watch(chromium.open(), "gstreamer");
      BrowserPage inFirefox = watch(firefox.open(), "gstreamer");
      JsonNode inAiortc = watchWithAiortc("gstreamer");

      awaitPicture(inChromium, "Chromium");
      awaitPicture(inFirefox, "Firefox");
      assertSees(inAiortc, BEN);
      assertThat(presenter.isAlive()).as(presenter.output()).isTrue();
      inChromium.close();
      inFirefox.close();
    }
  }

  @Test
  void shouldShowChromiumsPictureInFirefoxAndAiortc() throws Exception {
    BrowserPage presenter = presentFromChromium("chromium");
    BrowserPage inFirefox = watch(firefox.open(), "chromium");

    assertSees(watchWithAiortc("chromium"), ADA);
    awaitPicture(inFirefox, "Firefox");
    InteropTable.worked(InteropCase.CHROMIUM_PRESENTS, presenter);
    InteropTable.worked(InteropCase.FIREFOX_WATCHES, inFirefox);
    presenter.close();
    inFirefox.close();
  }

  @Test
  void shouldShowFirefoxsPictureInChromium() {
    BrowserPage presenter = present(firefox.open(ADA), "firefox");
    BrowserPage inChromium = watch(chromium.open(), "firefox");

    awaitPicture(inChromium, "Chromium");
    InteropTable.worked(InteropCase.FIREFOX_PRESENTS, presenter);
    presenter.close();
    inChromium.close();
  }

  @Test
  void shouldShowAiortcsH264InChromiumAndAiortc() throws Exception {
    try (ClientScript presenter = present("clients/whip_aiortc.py", "aiortc", "H264")) {
      BrowserPage inChromium = watch(chromium.open(), "aiortc");

      assertSees(watchWithAiortc("aiortc"), BEN);
      awaitPicture(inChromium, "Chromium");
      inChromium.close();
      presenter.terminate();
      assertThat(presenter.awaitExit(60)).as(presenter.output()).isZero();
    }
  }

  @Test
  void shouldStartMediaOfAViewerWhoCameBeforeThePresenter() {
    BrowserPage early = watch(chromium.open(), "early");
    weir.await()
        .until(
            "the early viewer's connection",
            () -> early.evaluate("weirTest.states").toString().contains("\"connected\""));

    BrowserPage presenter = presentFromChromium("early");

    awaitPicture(early, "early viewer");
    InteropTable.worked(InteropCase.CHROMIUM_WATCHES, early);
    presenter.close();
    early.close();
  }

  @Test
  void shouldEndWhenThePresenterDeletesItsSession() {
    try (ClientScript presenter = presentFromGStreamer("ending")) {
      BrowserPage viewer = watch(chromium.open(), "ending");
      awaitPicture(viewer, "viewer");

      presenter.terminate();
      assertThat(presenter.awaitExit(60)).as(presenter.output()).isZero();

      assertThat(presenter.output()).contains("deleted 200");
      weir.await().until("the picture's end", () -> viewer.flowingVideos() == 0);
      viewer.close();
    }
    // The place of the presenter is free again.
    presentFromChromium("ending").close();
  }

  private ClientScript presentFromGStreamer(String room) {
    return present("clients/whip_gstreamer.py", room);
  }

  private ClientScript present(String script, String room, String... further) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                endpoint("whip", room).toString(),
                BEN.color().hex(),
                Integer.toString(BEN.width()),
                Integer.toString(BEN.height())));
    arguments.addAll(List.of(further));
    ClientScript presenter = ClientScript.start(script, arguments.toArray(String[]::new));
    weir.await()
        .until(
            "the session of " + script,
            presenter::output,
            output -> output.contains("session ") || !presenter.isAlive());
    assertThat(presenter.isAlive()).as(presenter.output()).isTrue();
    return presenter;
  }

  private BrowserPage presentFromChromium(String room) {
    return present(chromium.open(ADA), room);
  }

  private BrowserPage present(BrowserPage page, String room) {
    // A page, because Firefox lets the script of its JSON viewer do little.
    page.navigate(weir.resolve(""));
    assertThat(page.evaluate("weirCall.whip('%s')".formatted(endpoint("whip", room))).asInt())
        .isEqualTo(201);
    return page;
  }

  private BrowserPage watch(BrowserPage page, String room) {
    page.navigate(weir.resolve("live/" + room));
    return page;
  }

  private JsonNode watchWithAiortc(String room) throws Exception {
    try (ClientScript viewer =
        ClientScript.start("clients/whep_aiortc.py", endpoint("whep", room).toString(), "20")) {
      assertThat(viewer.awaitExit(180)).as(viewer.output()).isZero();
      return new ObjectMapper().readTree(viewer.output());
    }
  }

  private static void assertSees(JsonNode viewer, Person presenter) {
    assertThat(viewer.path("width").asInt()).isEqualTo(presenter.width());
    assertThat(viewer.path("height").asInt()).isEqualTo(presenter.height());
    assertThat(viewer.path("loudest").asInt()).isPositive();
    assertThat(viewer.path("deleted").asInt()).isEqualTo(200);
    assertThat(presenter.color().distanceTo(viewer.path("color"))).as("%s", viewer).isLessThan(60);
  }

  private void awaitPicture(BrowserPage viewer, String name) {
    weir.await().until(name + " has flowing video", () -> viewer.flowingVideos() > 0);
    weir.await().until(name + " has sound", () -> viewer.audibleStreams() > 0);
  }

  private URI endpoint(String protocol, String room) {
    return weir.resolve(protocol + "/" + room);
  }
}
