package io.weir.signaling.e2e;

import static io.weir.signaling.e2e.Person.ADA;
import static io.weir.signaling.e2e.Person.BEN;

import org.junit.jupiter.api.Test;

/** Firefox and Chromium in one room, on the conference page. */
class FirefoxE2eTest {
  @Test
  void shouldCarryPictureAndSoundBothWaysBetweenFirefoxAndChromium() {
    try (WeirProcess weir = WeirProcess.start();
        ChromiumBrowser chromium = ChromiumBrowser.start();
        FirefoxBrowser firefox = FirefoxBrowser.start()) {
      BrowserPage adaPage = chromium.open(ADA);
      BrowserPage benPage = firefox.open(BEN);
      ConferencePage ada = ConferencePage.enter(weir, adaPage, "mixed", ADA);
      ConferencePage ben = ConferencePage.enter(weir, benPage, "mixed", BEN);

      ada.awaitPicturesOf(BEN);
      ben.awaitPicturesOf(ADA);
      ada.awaitSoundOf(1);
      ben.awaitSoundOf(1);
      ada.assertLabelsRight();
      ben.assertLabelsRight();
      ben.recordAs(InteropCase.FIREFOX_MEETS);
    }
  }
}
