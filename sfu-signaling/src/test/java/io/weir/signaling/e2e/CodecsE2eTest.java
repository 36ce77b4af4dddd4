package io.weir.signaling.e2e;

import static io.weir.signaling.e2e.Person.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A camera in each codec, seen in another browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CodecsE2eTest {
  private static final int ENOUGH_FRAMES = 10;

  private final ChromiumBrowser chromium = ChromiumBrowser.start();

  @AfterAll
  void stop() {
    chromium.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"VP8", "VP9", "H264", "AV1"})
  void shouldShowChromiumWhatChromiumSendsInTheRoomsCodec(String codec) {
    try (WeirProcess weir = WeirProcess.start(Map.of("WEIR_CODECS", codec + ",OPUS"));
        BrowserPage publisher = publish(weir);
        BrowserPage viewer = watch(weir, chromium.open())) {
      awaitFrames(weir, viewer, codec, ENOUGH_FRAMES);
      record(codec, publisher);
      leave(viewer);
      leave(publisher);
    }
  }

  @Test
  void shouldGoOnInAnotherCodecWhenTheRoomsCodecsChangeInMidCall() {
    try (WeirProcess weir = WeirProcess.start();
        HttpProbe http = new HttpProbe();
        BrowserPage publisher = publish(weir);
        BrowserPage viewer = watch(weir, chromium.open())) {
      long before = awaitFrames(weir, viewer, "VP8", ENOUGH_FRAMES);

      URI settings = weir.resolve("api/v1/rooms/codecs/settings");
      String codecs = "{\"codecs\":[\"VP9\",\"OPUS\"]}";
      assertThat(http.send("PUT", settings, "application/json", codecs).statusCode())
          .isEqualTo(200);

      awaitFrames(weir, viewer, "VP9", before + ENOUGH_FRAMES);
      leave(viewer);
      leave(publisher);
    }
  }

  @Test
  void shouldTellABrowserWhichCannotDecodeWhyItsSlotIsEmpty() {
    // Firefox decodes H264 by a plug-in that it would have to download.
    try (WeirProcess weir = WeirProcess.start(Map.of("WEIR_CODECS", "H264,OPUS"));
        FirefoxBrowser firefox = FirefoxBrowser.start();
        BrowserPage publisher = publish(weir);
        BrowserPage viewer = watch(weir, firefox.open())) {
      weir.await()
          .until(
              "slotChanged with reason codec",
              () -> viewer.evaluate("weirCall.emptied()"),
              reasons -> contains(reasons, "codec"));
      leave(publisher);
    }
  }

  /** Waits until a viewer decodes this codec and so many frames in all; how many it has by then. */
  private static long awaitFrames(WeirProcess weir, BrowserPage viewer, String codec, long frames) {
    return weir.await()
        .until(
            codec + " frames",
            () -> viewer.evaluate("weirCall.decoded()"),
            decoded ->
                decoded.path("codec").asText().equals("video/" + codec)
                    && decoded.path("frames").asLong() >= frames)
        .path("frames")
        .asLong();
  }

  private static void record(String codec, BrowserPage publisher) {
    switch (codec) {
      case "VP9" -> InteropTable.worked(InteropCase.CHROMIUM_SENDS_VP9, publisher);
      case "H264" -> InteropTable.worked(InteropCase.CHROMIUM_SENDS_H264, publisher);
      case "AV1" -> InteropTable.worked(InteropCase.CHROMIUM_SENDS_AV1, publisher);
      default -> assertThat(codec).isEqualTo("VP8"); // which the other tests of the table send
    }
  }

  private BrowserPage publish(WeirProcess weir) {
    BrowserPage page = chromium.open(ADA);
    page.navigate(weir.resolve("healthz"));
    page.evaluate("weirCall.publish('codecs', 'Ada')");
    return page;
  }

  private static BrowserPage watch(WeirProcess weir, BrowserPage page) {
    // A page, because Firefox lets the script of its JSON viewer import nothing.
    page.navigate(weir.resolve(""));
    page.evaluate("weirCall.watch('codecs', 'Viewer', 1)");
    return page;
  }

  private static void leave(BrowserPage page) {
    page.evaluate("weirCall.leave()");
  }

  private static boolean contains(JsonNode reasons, String wanted) {
    for (JsonNode reason : reasons) {
      if (reason.asText().equals(wanted)) {
        return true;
      }
    }
    return false;
  }
}
