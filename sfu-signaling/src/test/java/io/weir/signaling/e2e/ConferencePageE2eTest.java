package io.weir.signaling.e2e;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the conference page offers around the pictures, in Chromium. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConferencePageE2eTest {
  private final WeirProcess weir = WeirProcess.start();
  private final ChromiumBrowser chromium = ChromiumBrowser.start();

  @AfterAll
  void stop() {
    chromium.close();
    weir.close();
  }

  @Test
  void shouldOfferTheLobbyToEverybody() {
    try (BrowserPage page = chromium.open(Person.ADA)) {
      page.navigate(weir.resolve("r/lobby"));
      weir.await().until("preview", () -> page.evaluate("weirTest.has('preview')").asBoolean());

      AccessibilityCheck.assertNothingSerious(page, "the lobby");
    }
  }
}
