package io.weir.signaling.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Later offers of every kind: pictures flow again after each of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReofferE2eTest {
  private static final List<String> STEPS =
      List.of(
          "restartThePublishersIce",
          "restartTheViewersIce",
          "openTwoMoreSlots",
          "pauseAndResumeTheTrack",
          "stopTheTrackAndPublishAnotherInItsPlace",
          "stopASlotAndOpenAnotherInItsPlace",
          "publishThreeEncodingsInItsPlace",
          "restartThePublishersIce",
          "restartTheViewersIce");

  private final WeirProcess weir = WeirProcess.start();

  @AfterAll
  void stop() {
    weir.close();
  }

  @Test
  void shouldShowPicturesAfterEveryOfferOfChromium() {
    try (ChromiumBrowser chromium = ChromiumBrowser.start()) {
      BrowserPage page = chromium.open();
      takeSteps(page, "chromium");
      take(page, "publishTheSameInH264", "");
      page.close();
    }
  }

  @Test
  void shouldShowPicturesAfterEveryOfferOfFirefox() {
    try (FirefoxBrowser firefox = FirefoxBrowser.start()) {
      BrowserPage page = firefox.open();
      takeSteps(page, "firefox");
      page.close();
    }
  }

  private void takeSteps(BrowserPage page, String room) {
    // Any document whose policy lets scripts connect; a page of ours would join by itself.
    page.navigate(weir.resolve("weir-client.js"));
    page.evaluate(PageScripts.reoffers());
    take(page, "begin", "'" + room + "'");
    for (String step : STEPS) {
      take(page, step, "");
    }
  }

  private static void take(BrowserPage page, String step, String argument) {
    assertThat(page.evaluate("weirReoffers." + step + "(" + argument + ")").asInt())
        .as("milliseconds until pictures flow after %s", step)
        .isPositive();
  }
}
