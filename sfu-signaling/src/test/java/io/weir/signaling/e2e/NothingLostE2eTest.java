package io.weir.signaling.e2e;

import static io.weir.signaling.e2e.Person.ADA;
import static io.weir.signaling.e2e.Person.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Calls outlive broken connections, restarted servers and sleeping laptops, in Chromium. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NothingLostE2eTest {
  private final ChromiumBrowser chromium = ChromiumBrowser.start();

  @AfterAll
  void stop() {
    chromium.close();
  }

  @Test
  void shouldKeepPicturesFlowingAndMissNothingWhileTheWebSocketIsCut() {
    try (WeirProcess weir = WeirProcess.start();
        CuttableProxy proxy = new CuttableProxy(weir);
        BrowserPage adaPage = chromium.open(ADA);
        BrowserPage benPage = chromium.open(BEN)) {
      ConferencePage ben = ConferencePage.enter(weir, benPage, "cut", BEN);
      adaPage.navigate(proxy.resolve("r/cut?join=now&name=Ada"));
      ben.awaitPicturesOf(ADA);
      weir.await().until("Ada sees Ben", () -> adaPage.flowingVideos() == 1);
      weir.await().until("Ben hears Ada", () -> benPage.audibleStreams() == 1);
      String before = identity(adaPage);
      listen(adaPage);
      listen(benPage);

      proxy.cut();
      weir.await()
          .until(
              "Ada is told",
              () -> adaPage.evaluate("weirTest.banner()").asText(),
              text -> text.contains("Sound and picture go on"));
      assertThat(benPage.evaluate("weirTest.click('toggle-microphone')").asBoolean()).isTrue();
      weir.await()
          .until(
              "Ben is muted",
              () -> benPage.evaluate("weirHeard.includes('trackMuted true')").asBoolean());
      try (SignalingClient cem = SignalingClient.join(weir, "cut")) {
        cem.request("{\"type\":\"message\",\"topic\":\"chat\",\"payload\":{\"text\":\"Hello\"}}");
        cem.request("{\"type\":\"leave\"}");
      }
      benPage.evaluate("weir.sendMessage({ text: 'Still there?' }, { topic: 'chat' })");
      weir.await().until("Ada sees Ben during the cut", () -> adaPage.flowingVideos() == 1);
      weir.await().until("Ben sees Ada during the cut", () -> benPage.flowingVideos() == 1);
      assertThat(adaPage.evaluate("weirHeard")).isEmpty();
      adaPage.evaluate(
          "void (window.weirSaid = weir.sendMessage({ text: 'Yes' }, { topic: 'chat' }))");
      proxy.mend();

      weir.await()
          .until(
              "Ada has heard everything",
              () -> adaPage.evaluate("weirHeard.join()").asText(),
              heard -> heard.contains("Still there?"));
      assertThat(adaPage.evaluate("weirHeard.join()").asText())
          .isEqualTo("trackMuted true,joined,message Hello,left left,message Still there?");
      assertThat(adaPage.evaluate("weirSaid.then(() => weir.history.length)").asInt()).isEqualTo(3);
      weir.await()
          .until(
              "Ben hears what Ada said meanwhile",
              () -> benPage.evaluate("weirHeard.join()").asText(),
              heard -> heard.endsWith("message Yes"));
      assertThat(benPage.evaluate("weirHeard.filter((e) => e === 'left timeout')")).isEmpty();
      assertThat(identity(adaPage)).isEqualTo(before);
      assertThat(weir.logText()).doesNotContain("disconnected", "timeout");
    }
  }

  @Test
  void shouldComeBackToAServerThatWasKilledAndStartedAgain() {
    WeirProcess killed = WeirProcess.start();
    Map<String, String> samePort =
        Map.of("WEIR_HTTP_PORT", String.valueOf(killed.address().getPort()));
    try (BrowserPage adaPage = chromium.open(ADA);
        BrowserPage benPage = chromium.open(BEN)) {
      ConferencePage.enter(killed, adaPage, "restart", ADA).awaitPicturesOf();
      ConferencePage.enter(killed, benPage, "restart", BEN).awaitPicturesOf(ADA);
      listen(adaPage);

      killed.kill();
      killed
          .await()
          .until("Ada is told", () -> !adaPage.evaluate("weirTest.banner()").asText().isEmpty());
      try (WeirProcess again = WeirProcess.start(samePort)) {
        ConferencePage.of(again, adaPage, ADA).awaitPicturesOf(BEN);
        ConferencePage.of(again, benPage, BEN).awaitPicturesOf(ADA);
        again
            .await()
            .until(
                "Ada is told that she is back",
                () -> adaPage.evaluate("weirNotices.join()").asText(),
                said -> said.contains("You are back in the call"));
        again
            .await()
            .until(
                "no banner any more",
                () -> adaPage.evaluate("weirTest.banner()").asText(),
                String::isEmpty);
      }
    }
  }

  @Test
  void shouldRecoverByItselfFromASleepInWhichEverythingWasLost() {
    try (WeirProcess weir = WeirProcess.start();
        BrowserPage adaPage = chromium.open(ADA);
        BrowserPage benPage = chromium.open(BEN)) {
      ConferencePage ada = ConferencePage.enter(weir, adaPage, "sleep", ADA);
      ConferencePage ben = ConferencePage.enter(weir, benPage, "sleep", BEN);
      ada.awaitPicturesOf(BEN);
      ben.awaitPicturesOf(ADA);
      String before = identity(adaPage);

      chromium.freeze();
      try {
        weir.await()
            .until(
                "both are gone",
                () -> weir.logText().split("left room sleep: timeout", -1).length == 3);
      } finally {
        chromium.thaw();
      }

      ada.awaitPicturesOf(BEN);
      ben.awaitPicturesOf(ADA);
      assertThat(identity(adaPage)).isNotEqualTo(before);
    }
  }

  /** Who somebody is in the room, and over how many peer connections. */
  private static String identity(BrowserPage page) {
    return page.evaluate("weir.participant + ' ' + weirTest.peers.length").asText();
  }

  /** Writes down what the page's client hears, and what the page says in passing. */
  private static void listen(BrowserPage page) {
    page.evaluate(
        """
        (() => {
          window.weirHeard = [];
          window.weirNotices = [];
          weir.on('trackMuted', ({ muted }) => weirHeard.push(`trackMuted ${muted}`));
          weir.on('participantJoined', () => weirHeard.push('joined'));
          weir.on('participantLeft', ({ reason }) => weirHeard.push(`left ${reason}`));
          weir.on('message', ({ payload }) => payload.text && weirHeard.push(`message ${payload.text}`));
          const toasts = document.querySelector('[data-testid="toasts"]');
          new MutationObserver((changes) => {
            for (const { addedNodes } of changes) weirNotices.push(...[...addedNodes].map((node) => node.textContent));
          }).observe(toasts ?? document.body, { childList: true, subtree: true });
        })()
        """);
  }
}
