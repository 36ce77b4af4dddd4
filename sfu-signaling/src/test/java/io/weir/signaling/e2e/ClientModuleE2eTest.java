package io.weir.signaling.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client module without our pages: its examples, and a page of another origin, in Chromium. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientModuleE2eTest {
  private final ForeignPage elsewhere = ForeignPage.start();
  private final WeirProcess weir = WeirProcess.start(Map.of("WEIR_ORIGINS", elsewhere.origin()));
  private final ChromiumBrowser chromium = ChromiumBrowser.start();
  private final BrowserPage examples = chromium.open();

  @BeforeAll
  void openExamples() {
    examples.navigate(weir.resolve("examples"));
  }

  @AfterAll
  void stop() {
    chromium.close();
    weir.close();
    elsewhere.close();
  }

  @ParameterizedTest
  @CsvSource({
    "join,      Ben finds Ada (host)",
    "publish,   Microphone muted: true",
    "subscribe, Ada is on Eve’s screen",
    "switch,    Ben stands on the screen",
    "chat,      Eve reads from Ada",
    "reconnect, Eve is back and sees Ada",
  })
  void shouldRunTheExampleThatItShows(String name, String expected) {
    assertThat(examples.evaluate("weirTest.click('run-" + name + "')").asBoolean()).isTrue();
    weir.await()
        .until(
            name + " is done",
            () -> of(name, "dataset.state") + ": " + of(name, "innerText"),
            outcome -> !outcome.startsWith("running"));

    assertThat(of(name, "dataset.state")).as(of(name, "innerText")).isEqualTo("done");
    assertThat(of(name, "querySelector('ol').innerText")).contains(expected);
    String file = "fetch('/examples/" + name + ".js').then((response) => response.text())";
    assertThat(of(name, "querySelector('code').textContent"))
        .as("the code shown")
        .isEqualTo(examples.evaluate(file).asText());
  }

  @Test
  void shouldBeReadableByEverybody() {
    AccessibilityCheck.assertNothingSerious(examples, "the examples page");
  }

  @Test
  void shouldJoinFromAPageOfAnotherOrigin() {
    elsewhere.setBody(
        """
        <script type="module">
          import { connect, VERSION } from '%1$sweir-client.js';
          const weir = await connect({ url: '%1$s', room: 'abroad', name: 'Ada' });
          document.body.textContent = `${VERSION}: ${weir.self.name} in ${weir.room.name}`;
        </script>
        """
            .formatted(weir.address()));
    try (BrowserPage page = chromium.open()) {
      page.navigate(elsewhere.address());
      weir.await()
          .until(
              "Ada is in",
              () -> page.evaluate("document.body.textContent").asText(),
              text -> text.contains("Ada in abroad"));
    }
  }

  private String of(String example, String expression) {
    return examples
        .evaluate("document.querySelector('[data-example=" + example + "]')." + expression)
        .asText();
  }
}
