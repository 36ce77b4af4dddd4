package io.weir.signaling.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.signaling.e2e.Conversation.Turn;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Whether the one who talks leads, as a viewer is told, when three people talk in Chromium. */
@Tag("long")
class ActiveSpeakerE2eTest {
  private static final int PEOPLE = 3;
  private static final int TURNS = 6;
  private static final int LEAD_IN_MS = 1_500;
  private static final int LIMIT_MS = 1_000;

  @Test
  void shouldFollowEveryTurnWithinASecondAndNotFlap(TestReporter reporter) {
    Conversation conversation = Conversation.of(PEOPLE, TURNS, 1);
    try (WeirProcess weir = WeirProcess.start();
        ChromiumBrowser chromium = ChromiumBrowser.start()) {
      List<BrowserPage> people = new ArrayList<>();
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < PEOPLE; i++) {
        BrowserPage person = open(chromium, weir);
        ids.add(person.evaluate("weirTalk.enter('talk', 'Person %d')".formatted(i)).asText());
        people.add(person);
      }
      BrowserPage viewer = open(chromium, weir);
      viewer.evaluate("weirTalk.listen('talk', 'Viewer')");

      double origin = viewer.evaluate("weirTalk.now()").asDouble() + LEAD_IN_MS;
      for (int i = 0; i < PEOPLE; i++) {
        people
            .get(i)
            .evaluate("weirTalk.follow(%f, %s)".formatted(origin, conversation.soundsOf(i)));
      }
      double endMs = origin + conversation.turns().getLast().endMs();
      weir.await()
          .until("the end", () -> viewer.evaluate("weirTalk.now()").asDouble() > endMs + LIMIT_MS);

      List<Long> delays =
          delays(conversation.turns(), ids, origin, viewer.evaluate("weirTalk.leaders()"));
      reporter.publishEntry("milliseconds until the one who talks leads", delays.toString());
      assertThat(delays).allMatch(delay -> delay <= LIMIT_MS);
    }
  }

  /** How long each turn took to lead; there is one change of leader per turn, in their order. */
  private static List<Long> delays(
      List<Turn> turns, List<String> ids, double origin, JsonNode leaders) {
    List<Integer> led = new ArrayList<>();
    leaders.forEach(leader -> led.add(ids.indexOf(leader.path("leader").asText())));
    assertThat(led).as("who led: %s", leaders).isEqualTo(turns.stream().map(Turn::who).toList());
    List<Long> delays = new ArrayList<>();
    for (int i = 0; i < turns.size(); i++) {
      double sinceBegin = leaders.get(i).path("time").asDouble() - origin;
      delays.add(Math.round(sinceBegin - turns.get(i).aloneMs()));
    }
    return delays;
  }

  private static BrowserPage open(ChromiumBrowser chromium, WeirProcess weir) {
    BrowserPage page = chromium.open(PageScripts.talk());
    page.navigate(weir.resolve("healthz"));
    return page;
  }
}
