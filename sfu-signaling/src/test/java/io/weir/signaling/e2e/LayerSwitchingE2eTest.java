package io.weir.signaling.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;

/**
 * A viewer goes up and down through the three encodings of a Chromium, as if nothing happened: no
 * frame and no packet is missed, and the picture stands no longer than for those who see one
 * encoding all the time. (On a busy machine the sender pauses for all of them, and packets may be
 * lost.)
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LayerSwitchingE2eTest {
  private static final String ROOM = "layers";
  private static final Person ADA = new Person("Ada", SolidColor.RED, 1280, 720);
  private static final int[] HEIGHTS = {180, 720, 360, 180, 360, 720, 180, 720};

  /** Frames after a switch in which something would go wrong if anything did. */
  private static final int FRAMES = 30;

  private static final String FREEZES = "totalFreezesDuration";
  private static final String NACKS = "nackCount";

  private final WeirProcess weir = WeirProcess.start();
  private final ChromiumBrowser chromium = ChromiumBrowser.start();
  private final BrowserPage viewer = chromium.open();
  private final List<BrowserPage> others = new ArrayList<>();

  @BeforeAll
  void adaPublishes() {
    BrowserPage ada = chromium.open(ADA);
    ada.navigate(weir.resolve("healthz"));
    ada.evaluate("weirCall.publish('%s', '%s')".formatted(ROOM, ADA.name()));
    watch(viewer, "Viewer");
    // Somebody uses each encoding all the time: encoders that start and stop pause the others, too.
    for (int height : new int[] {180, 360, 720}) {
      BrowserPage other = chromium.open();
      others.add(other);
      watch(other, "Viewer of " + height);
      resize(other, height);
    }
  }

  private void watch(BrowserPage page, String name) {
    page.navigate(weir.resolve("healthz"));
    page.evaluate("weirCall.watch('%s', '%s', 1)".formatted(ROOM, name));
  }

  private static void resize(BrowserPage page, int height) {
    page.evaluate("weirCall.resize(%d, %d)".formatted(height * 16 / 9, height));
  }

  @AfterAll
  void stop() {
    chromium.close();
    weir.close();
  }

  @Test
  void shouldDecodeEveryFrameThroughManySwitches(TestReporter reporter) {
    awaitPicture(720);
    JsonNode before = received();
    double freezesBefore = mostOfOthers(FREEZES);
    double nacksBefore = mostOfOthers(NACKS);
    for (int height : HEIGHTS) {
      resize(viewer, height);
      awaitPicture(height);
      long decoded = received().path("framesDecoded").asLong();
      weir.await()
          .until(
              "further frames of height " + height,
              () -> received().path("framesDecoded").asLong(),
              count -> count >= decoded + FRAMES);
      awaitPicture(height); // A busy sender may have left the best encoding out meanwhile.
    }
    JsonNode after = received();
    reporter.publishEntry("received", after.toString());
    assertThat(since(before, after, "pliCount")).as("key frames it asked for").isZero();
    assertThat(since(before, after, NACKS))
        .as("packets it missed, more than those who see one encoding")
        .isLessThanOrEqualTo(mostOfOthers(NACKS) - nacksBefore);
    assertThat(since(before, after, "framesReceived") - since(before, after, "framesDecoded"))
        .as("frames of no use: %s", after)
        .isLessThanOrEqualTo(HEIGHTS.length);
    assertThat(since(before, after, FREEZES))
        .as("seconds of freezes, more than for those who see one encoding: %s", after)
        .isLessThan(mostOfOthers(FREEZES) - freezesBefore + 1);
  }

  private double mostOfOthers(String figure) {
    return others.stream()
        .mapToDouble(other -> other.evaluate("weirCall.received()").path(figure).asDouble())
        .max()
        .orElse(0);
  }

  private static double since(JsonNode before, JsonNode after, String figure) {
    return after.path(figure).asDouble() - before.path(figure).asDouble();
  }

  private void awaitPicture(int height) {
    weir.await()
        .until(
            "a picture of height " + height,
            () -> received().path("frameHeight").asInt(),
            shown -> shown == height);
  }

  private JsonNode received() {
    return viewer.evaluate("weirCall.received()");
  }
}
