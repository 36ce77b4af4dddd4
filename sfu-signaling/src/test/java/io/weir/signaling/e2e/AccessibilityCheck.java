package io.weir.signaling.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Holds a page, as it stands at the moment, against axe-core's rules in the light and in the dark
 * theme; on the test's thread.
 *
 * <p>The library comes from npm ({@code src/test/web}) and is put in by the driver, so that the
 * page's own security policy stays as it is.
 */
final class AccessibilityCheck {
  private static final Path LIBRARY = Path.of("src/test/web/node_modules/axe-core/axe.min.js");
  private static final Set<String> GRAVE = Set.of("serious", "critical");
  private static final ObjectMapper JSON = new ObjectMapper();

  // Colours fade from theme to theme; contrast is judged once they have arrived.
  private static final String RUN =
      """
      (async () => {
        const theme = document.documentElement.dataset.theme;
        document.documentElement.dataset.theme = 'THEME';
        const moving = document.getAnimations();
        for (const animation of moving) {
          if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
        }
        try {
          const { violations, passes } = await axe.run(document, { resultTypes: ['violations'] });
          return {
            passed: passes.length,
            violations: violations.map(({ id, impact, help, nodes }) => ({
              id, impact, help, nodes: nodes.slice(0, 5).map(({ html, any }) => [html, any[0]?.message ?? '']),
            })),
          };
        } finally {
          document.documentElement.dataset.theme = theme;
        }
      })()
      """;

  private AccessibilityCheck() {}

  /**
   * Expects no serious and no critical finding.
   *
   * @param page what is looked at
   * @param state what the page shows, for the message of a failure
   */
  static void assertNothingSerious(BrowserPage page, String state) {
    if (!page.evaluate("typeof window.axe === 'object'").asBoolean()) {
      page.evaluate("(() => {" + library() + "\nreturn true; })()");
    }
    for (String theme : List.of("light", "dark")) {
      JsonNode outcome = page.evaluate(RUN.replace("THEME", theme));
      assertThat(outcome.path("passed").asInt())
          .as("rules that had something to look at")
          .isPositive();
      List<String> grave = new ArrayList<>();
      for (JsonNode violation : outcome.path("violations")) {
        if (GRAVE.contains(violation.path("impact").asText())) {
          grave.add(pretty(violation));
        }
      }
      assertThat(grave).as("accessibility of %s, %s theme", state, theme).isEmpty();
    }
  }

  private static String pretty(JsonNode node) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String library() {
    try {
      return Files.readString(LIBRARY);
    } catch (IOException e) {
      throw new UncheckedIOException("run npm ci in src/test/web", e);
    }
  }
}
