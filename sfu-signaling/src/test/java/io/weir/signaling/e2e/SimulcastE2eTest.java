package io.weir.signaling.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a conference page sends of a good camera, as others watch it large, small or not at all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulcastE2eTest {
  private static final Person ADA = new Person("Ada", SolidColor.RED, 1280, 720);

  /** What one's own camera is offered with. */
  private static final String RIDS =
      "[...weir.publications].find(({ source }) => source === 'camera')"
          + ".transceiver.sender.getParameters().encodings.map(({ rid }) => rid).join()";

  /** The height of the picture of Ada, as decoded; 0 while there is none. */
  private static final String HEIGHT = "Number((weirTest.pictures().Ada ?? '0x0').split('x')[1])";

  private final WeirProcess weir = WeirProcess.start();
  private final ChromiumBrowser chromium = ChromiumBrowser.start();

  @AfterAll
  void stop() {
    chromium.close();
    weir.close();
  }

  @Test
  void shouldSendOnlyWhatSomebodyWatchesFromChromium() {
    sendOnlyWhatSomebodyWatches(chromium.open(ADA), "from-chromium");
  }

  @Test
  void shouldSendOnlyWhatSomebodyWatchesFromFirefox() {
    try (FirefoxBrowser firefox = FirefoxBrowser.start()) {
      sendOnlyWhatSomebodyWatches(firefox.open(ADA), "from-firefox");
    }
  }

  private void sendOnlyWhatSomebodyWatches(BrowserPage publisher, String room) {
    try (BrowserPage ada = publisher;
        BrowserPage ben = chromium.open(Person.BEN)) {
      enter(ada, room, ADA);
      await("an answer that takes three encodings", ada, RIDS + " === 'q,h,f'");
      await("silence while nobody is there", ada, sends(""));

      enter(ben, room, Person.BEN);
      await("the best picture, for it stands alone", ben, HEIGHT + " === 720");
      await("nothing but it", ada, sends("f"));

      ben.evaluate(
          "weirTest.crowd('%s', Array.from({ length: 15 }, (_, i) => `Guest ${i}`))"
              .formatted(room));
      await("a picture for a small tile", ben, HEIGHT + " === 180");
      await("the better ones to end", ada, sends("q"));

      ben.evaluate("weirTest.press('a')"); // audio only
      await("all to end", ada, sends(""));
      assertThat(ada.evaluate("weir.pc.signalingState").asText()).isEqualTo("stable");

      ben.evaluate("weirTest.press('a')");
      await("the picture again", ben, HEIGHT + " === 180");
      assertThat(ada.evaluate(RIDS).asText()).as("still the same encodings").isEqualTo("q,h,f");
    }
  }

  /** Whether the publisher's own statistics count frames of exactly these rids. */
  private static String sends(String rids) {
    return "weirTest.sentEncodings().then((sent) => sent === '" + rids + "')";
  }

  private void enter(BrowserPage page, String room, Person person) {
    page.navigate(weir.resolve("r/" + room + "?join=now&name=" + person.name()));
  }

  private void await(String what, BrowserPage page, String condition) {
    weir.await().until(what, () -> page.evaluate(condition).asBoolean());
  }
}
