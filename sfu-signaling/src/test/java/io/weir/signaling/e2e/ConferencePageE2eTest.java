package io.weir.signaling.e2e;

import static io.weir.signaling.e2e.Person.ADA;
import static io.weir.signaling.e2e.Person.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the conference page offers around the pictures, in Chromium. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConferencePageE2eTest {
  private static final int HEAVIEST_PAGE_BYTES = 150_000;

  /** Where the tile of Ada stands. */
  private static final String STYLE_OF_ADA =
      "document.querySelector('[data-participant-name=Ada][data-kind=remote]').getAttribute('style')";

  private static final String PAUSED_LABEL =
      "document.querySelector('[data-testid=tile-paused]:not([hidden])')";

  private final WeirProcess weir = WeirProcess.start();
  private final ChromiumBrowser chromium = ChromiumBrowser.start();
  private final List<BrowserPage> open = new ArrayList<>();

  @AfterAll
  void stop() {
    chromium.close();
    weir.close();
  }

  @AfterEach
  void closePages() {
    open.forEach(BrowserPage::close);
    open.clear();
  }

  @Test
  void shouldOfferTheLobbyToEverybody() {
    BrowserPage page = chromium.open(ADA);
    open.add(page);
    page.navigate(weir.resolve("r/lobby"));
    await("the preview", page, "weirTest.has('preview')");

    AccessibilityCheck.assertNothingSerious(page, "the lobby");
  }

  @Test
  void shouldShowSharedScreensLargeUntilTheyEnd() {
    BrowserPage ada = enter("screens", ADA);
    BrowserPage ben = enter("screens", BEN);
    await("Ada's picture", ben, tiles("name === 'Ada' && picture", 1));

    press(ada, "share-screen");
    await("Ada's screen, large", ben, tiles("source === 'screen' && picture && large", 1));
    await(
        "Ada's camera beside it",
        ben,
        tiles("name === 'Ada' && source === 'camera' && picture", 1));
    await("her own screen, marked", ada, tiles("own && source === 'screen'", 1));
    AccessibilityCheck.assertNothingSerious(ada, "one's own shared screen");
    press(ben, "share-screen");
    await("Ben's screen, large", ada, tiles("!own && source === 'screen' && picture && large", 1));

    endByTheBrowsersOwnBar(ada);
    await("Ada's screen to go", ben, tiles("!own && source === 'screen'", 0));
    await("no screen of her own any more", ada, tiles("own && source === 'screen'", 0));
    press(ben, "share-screen");
    await("Ben's screen to go", ada, tiles("source === 'screen'", 0));
    await("nobody large", ada, tiles("large", 0));
    await("the camera still", ben, tiles("name === 'Ada' && source === 'camera' && picture", 1));
  }

  @Test
  void shouldGiveSlotsBackOfThoseWhoAreOnOtherPages() {
    BrowserPage ada = enter("crowd", ADA);
    BrowserPage ben = enter("crowd", BEN);
    await("Ada's picture", ben, tiles("name === 'Ada' && picture", 1));
    ada.evaluate("weirTest.crowd('crowd', Array.from({ length: 60 }, (_, i) => `Guest ${i}`))");
    await("61 others", ben, "weir.others.length === 61");

    await("several pages", ben, "weirTest.has('page-forward')");
    await("four slots", ben, "weir.slots.video.length === 4");
    AccessibilityCheck.assertNothingSerious(ben, "a call with many tiles");
    ben.evaluate("weirTest.press('PageDown')");
    await("the second page", ben, tiles("name === 'Ada'", 0));
    await(
        "no slot in use",
        ben,
        "weir.slots.video.every(({ track, view }) => !track && !view?.track)");

    ben.evaluate("weirTest.press('PageUp')");
    await("Ada's picture again", ben, tiles("name === 'Ada' && picture", 1));
  }

  @Test
  void shouldLetPeopleWriteWaveAndRaiseHands() {
    BrowserPage ada = enter("words", ADA);
    BrowserPage ben = enter("words", BEN);
    await("each other", ben, tiles("name === 'Ada'", 1));

    press(ada, "chat-toggle");
    ada.evaluate("weirTest.write('chat-input', 'See <b>https://weir.example/a</b>')");
    await("an unread message", ben, text("chat-unread", "1"));
    press(ben, "chat-toggle");
    await("no unread message", ben, "!weirTest.has('chat-unread')");
    await(
        "the text as it was written", ben, text("chat-text", "See <b>https://weir.example/a</b>"));
    assertThat(ben.evaluate("document.querySelector('[data-testid=chat-text] a').href").asText())
        .isEqualTo("https://weir.example/a");
    assertThat(ben.evaluate("document.querySelector('[data-testid=chat-text] a').rel").asText())
        .contains("noopener", "noreferrer");
    AccessibilityCheck.assertNothingSerious(ben, "a call with its chat open");

    press(ada, "raise-hand");
    await("Ada's hand", ben, tiles("name === 'Ada' && label.includes('hand raised')", 1));
    press(ada, "raise-hand");
    await("no hand", ben, tiles("label.includes('hand raised')", 0));
    press(ben, "people-toggle");
    AccessibilityCheck.assertNothingSerious(ben, "a call with its people listed");
    press(ada, "reactions");
    AccessibilityCheck.assertNothingSerious(ada, "the menu of reactions");
    ada.evaluate("document.querySelector('.menu-reactions button').click()");
    await("a reaction", ben, text("reaction", "👍"));
  }

  @Test
  void shouldShowFiguresAndSparePicturesOnRequest() {
    BrowserPage ada = enter("figures", ADA);
    BrowserPage ben = enter("figures", BEN);
    await("Ada's picture", ben, tiles("name === 'Ada' && picture", 1));

    ben.evaluate("weirTest.press('i')");
    await("codec and size", ben, figures("CodecVP8", "Size" + ADA.width() + "×" + ADA.height()));
    await("bitrate and loss", ben, figures("Bitrate\\d+ kbit.s", "Loss\\d+\\.\\d %"));
    await("delays", ben, figures("RTT\\d+ ms", "Jitter\\d+ ms"));
    await("a quality", ben, "document.querySelector('[data-quality]') !== null");
    AccessibilityCheck.assertNothingSerious(ben, "a call with statistics");
    ben.evaluate("weirTest.press('i')");

    ben.evaluate("weirTest.press('a')");
    await("no pictures", ben, tiles("picture", 0));
    await("no slot in use", ben, "weir.slots.video.every(({ track }) => !track)");
    await("no camera of Ben", ada, tiles("name === 'Ben' && picture", 0));
    ben.evaluate("weirTest.press('a')");
    await("Ada's picture again", ben, tiles("name === 'Ada' && picture", 1));

    press(ben, "more-menu");
    AccessibilityCheck.assertNothingSerious(ben, "a call with its menu open");
    ben.evaluate(
        "[...document.querySelectorAll('[role=menuitem]')].find((item) => item.textContent === 'Settings').click()");
    await("settings", ben, "document.querySelector('[data-testid=settings]').open");
    AccessibilityCheck.assertNothingSerious(ben, "the settings of a call");
    assertThat(ben.evaluate("weirTest.weight()").asInt())
        .as("bytes that travelled")
        .isBetween(20_000, HEAVIEST_PAGE_BYTES);
  }

  @Test
  void shouldSayThatAPictureIsPausedAndLeaveItWhereItStands() {
    BrowserPage ada = enter("paused", ADA);
    BrowserPage ben = enter("paused", BEN);
    await("Ada's picture", ben, tiles("name === 'Ada' && picture", 1));
    await("his own picture, after which nothing moves", ben, tiles("own && picture", 1));
    String place = ben.evaluate(STYLE_OF_ADA).asText();

    ben.evaluate(slotChanged("null"));
    await(
        "the last picture, with words",
        ben,
        tiles("name === 'Ada' && picture && label.includes('picture paused: poor connection')", 1));
    await("a label on it", ben, PAUSED_LABEL + " !== null");
    assertThat(ben.evaluate(STYLE_OF_ADA).asText()).as("the tile's place").isEqualTo(place);
    AccessibilityCheck.assertNothingSerious(ben, "a call with a paused picture");

    ben.evaluate(slotChanged("track"));
    await("no label any more", ben, PAUSED_LABEL + " === null");
    await("Ada's picture again", ben, tiles("name === 'Ada' && picture", 1));
    assertThat(ada.evaluate(PAUSED_LABEL + " === null").asBoolean()).as("none at Ada's").isTrue();
  }

  /** What the page does when the server says so of its slot with Ada's picture, or its return. */
  private static String slotChanged(String track) {
    return "(() => { const slot = weir.slots.video.find(({ track, paused }) => track ?? paused);"
        + " const track = slot.track ?? slot.paused;"
        + " slot.bind({ type: 'slotChanged', seq: 0, mid: slot.mid, reason: 'bandwidth', participant: null, track: "
        + track
        + " }); weir.emit('slotChanged', { slot, reason: 'bandwidth' }); })()";
  }

  private BrowserPage enter(String room, Person person) {
    BrowserPage page = chromium.open(person);
    open.add(page);
    page.navigate(weir.resolve("r/" + room + "?join=now&name=" + person.name()));
    return page;
  }

  private void await(String what, BrowserPage page, String condition) {
    weir.await().until(what, () -> page.evaluate(condition).asBoolean());
  }

  /** Exactly so many visible tiles fit. */
  private static String tiles(String condition, int count) {
    return "weirTest.tiles().filter(({ name, own, source, picture, large, label }) => "
        + condition
        + ").length === "
        + count;
  }

  private static String text(String testId, String expected) {
    return "document.querySelector('[data-testid="
        + testId
        + "]')?.textContent === '"
        + expected
        + "'";
  }

  /** Ada's tile tells these, each a pattern. */
  private static String figures(String... patterns) {
    return "(() => { const text = document.querySelector('[data-participant-name=Ada] [data-testid=tile-stats]').textContent;"
        + " return [/"
        + String.join("/, /", patterns)
        + "/].every((pattern) => pattern.test(text)); })()";
  }

  /** Others may see somebody before that person's page has drawn its buttons. */
  private void press(BrowserPage page, String testId) {
    await("the button " + testId, page, "weirTest.click('" + testId + "')");
  }

  /**
   * Chromium's bar cannot be pressed by a test; what the page sees of it is that the track ends.
   */
  private static void endByTheBrowsersOwnBar(BrowserPage page) {
    page.evaluate(
        "(() => { const { mediaTrack } = [...weir.publications].find(({ source }) => source === 'screen');"
            + " mediaTrack.stop(); mediaTrack.dispatchEvent(new Event('ended')); })()");
  }
}
