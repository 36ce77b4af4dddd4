package io.weir.signaling.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Records offers of the installed browsers for {@code src/test/resources/sdp}; run by hand with
 * {@code deploy/test -Dit.test=OfferRecorder} when a browser's offers have changed. On the test's
 * thread.
 */
class OfferRecorder {
  private static final Path OUT = Path.of("target", "sdp");

  @Test
  void record() throws IOException {
    Files.createDirectories(OUT);
    try (WeirProcess weir = WeirProcess.start();
        ChromiumBrowser chromium = ChromiumBrowser.start();
        FirefoxBrowser firefox = FirefoxBrowser.start()) {
      record(weir, chromium.open(), "chromium", List.of("H264", "VP9", "AV1"));
      // Firefox has H264 of a plug-in that it would have to download.
      record(weir, firefox.open(), "firefox", List.of("VP9", "AV1"));
    }
  }

  private static void record(
      WeirProcess weir, BrowserPage page, String browser, List<String> codecs) throws IOException {
    page.navigate(weir.resolve("weir-client.js"));
    page.evaluate(PageScripts.offers());
    write(page, browser + "-screen", "everything()");
    write(page, browser + "-whip-screen", "whipScreen()");
    for (String codec : codecs) {
      String name = browser + "-whip-" + codec.toLowerCase(Locale.ROOT);
      write(page, name, "preferring('" + codec + "')");
    }
    page.close();
  }

  private static void write(BrowserPage page, String name, String call) throws IOException {
    String sdp = page.evaluate("weirOffers." + call).asText();
    Files.writeString(OUT.resolve(name + ".sdp"), sdp);
  }
}
