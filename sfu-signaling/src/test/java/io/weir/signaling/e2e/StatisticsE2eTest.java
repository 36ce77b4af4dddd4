package io.weir.signaling.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a conference page shows of its own connection, against what the API shows operators. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatisticsE2eTest {
  private static final Person ADA = new Person("Ada", SolidColor.RED, 1280, 720);

  /** Ben's own entry in the API. */
  private static final String API =
      "fetch(`/api/v1/rooms/${weir.room.name}/participants/${weir.participant}`)"
          + ".then((answer) => answer.json())";

  /** What stands behind a term on Ada's tile. */
  private static final String LINE =
      "const line = (term) => [...document.querySelectorAll('[data-participant-name=Ada] [data-testid=tile-stats] div')]"
          + ".find((row) => row.firstChild.textContent === term)?.querySelector('b').textContent;";

  /**
   * The bit rate that the strip says is possible to receive, as a number; NaN while it says none.
   */
  private static final String POSSIBLE =
      "const [number, unit] = document.querySelector('[data-testid=connection-stats] .plot .plot-legend-1 .plot-value')"
          + ".textContent.split(/\\s/);"
          + "const possible = parseFloat(number) * { 'kbit/s': 1e3, 'Mbit/s': 1e6 }[unit];";

  private final WeirProcess weir = WeirProcess.start();
  private final ChromiumBrowser chromium = ChromiumBrowser.start();

  @AfterAll
  void stop() {
    chromium.close();
    weir.close();
  }

  @Test
  void shouldShowTheEstimateTheLayerAndFreezesAsTheApiDoes() {
    try (BrowserPage ada = chromium.open(ADA);
        BrowserPage ben = chromium.open(Person.BEN)) {
      enter(ada, ADA);
      enter(ben, Person.BEN);
      await("Ada's picture", ben, "weirTest.pictures().Ada === '1280x720'");
      ben.evaluate("weirTest.press('i')");

      await("a layer", ben, "(() => { " + LINE + " return /^[qhf]$/.test(line('Layer')); })()");
      await(
          "the same of the API",
          ben,
          agree("slot.rid === line('Layer') && slot.allocation.rid === slot.rid"));
      await(
          "about the same estimate",
          ben,
          agree("Math.abs(possible / own.transport.link.estimateBps - 1) < 0.25"));
      await(
          "what was set aside",
          ben,
          agree("line('Given') === `${Math.round(slot.allocation.bitrate / 1000)} kbit/s`"));

      // A camera that gives nothing for a while stands still on every other page.
      ada.evaluate(
          "(() => { window.published = [...weir.publications].find(({ source }) => source === 'camera');"
              + " window.camera = published.mediaTrack;"
              + " return published.replace(null); })()");
      weir.await().until("the picture's standstill", () -> ben.flowingVideos() == 0);
      ada.evaluate("published.replace(camera)");
      await("a freeze", ben, "(() => { " + LINE + " return /^\\d+×/.test(line('Frozen')); })()");
      await(
          "the same freezes in the API",
          ben,
          agree("slot.freezes > 0 && line('Frozen').startsWith(`${slot.freezes}×`)"));
      assertThat(ben.evaluate("fetch('/metrics').then((answer) => answer.text())").asText())
          .containsPattern("weir_freezes_total [1-9]");

      ben.evaluate("weirTest.press('i')");
      await("no figures", ben, "!weirTest.has('tile-stats') && !weirTest.has('connection-stats')");
    }
  }

  /** Whether something holds of what the page says and what the API says at about the same time. */
  private static String agree(String condition) {
    return "("
        + API
        + ").then((own) => { "
        + LINE
        + POSSIBLE
        + " const slot = own.slots.find(({ kind, track }) => kind === 'video' && track !== null);"
        + " return Boolean(slot && "
        + condition
        + "); })";
  }

  private void enter(BrowserPage page, Person person) {
    page.navigate(weir.resolve("r/statistics?join=now&name=" + person.name()));
  }

  private void await(String what, BrowserPage page, String condition) {
    weir.await().until(what, () -> page.evaluate(condition).asBoolean());
  }
}
