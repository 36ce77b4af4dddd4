package io.weir.signaling.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Arrays;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;

/** Six people, two places to see them in: slots are rebound without renegotiation. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlotSwitchingE2eTest {
  private static final String ROOM = "switching";
  private static final int SWITCHES = 100;

  private final Person[] people =
      Arrays.stream(SolidColor.values())
          .map(color -> new Person(color + " person", color, 160, 90))
          .toArray(Person[]::new);
  private final WeirProcess weir = WeirProcess.start();
  private final ChromiumBrowser chromium = ChromiumBrowser.start();

  @BeforeAll
  void sixPeoplePublish() {
    for (Person person : people) {
      BrowserPage page = chromium.open(person);
      page.navigate(weir.resolve("healthz"));
      page.evaluate("weirCall.publish('%s', '%s')".formatted(ROOM, person.name()));
    }
  }

  @AfterAll
  void stop() {
    chromium.close();
    weir.close();
  }

  @Test
  void shouldShowTheRightPersonInEveryFrameThroughAHundredSwitches(TestReporter reporter) {
    BrowserPage viewer = chromium.open();
    viewer.navigate(weir.resolve("healthz"));
    viewer.evaluate("weirCall.watch('%s', 'Viewer', 2)".formatted(ROOM));
    weir.await().until("two pictures", () -> picturesWithLabels(viewer) >= 2);
    String sdpBefore = viewer.evaluate("weirCall.sdp()").asText();

    JsonNode times =
        viewer.evaluate("weirCall.switchThrough(%s, 2, %d)".formatted(peopleAsJson(), SWITCHES));

    assertThat(times).hasSize(SWITCHES);
    FrameColors.of(viewer).assertLabelsRight(people);
    assertThat(viewer.evaluate("weirCall.sdp()").asText()).isEqualTo(sdpBefore);
    reporter.publishEntry("milliseconds from view to picture, median", median(times));
    viewer.evaluate("weirCall.leave()");
    viewer.close();
  }

  @Test
  void shouldKeepOneContinuousStreamPerSlotOnTheWire() throws Exception {
    try (ClientScript viewer =
        ClientScript.start(
            "e2e/wire_viewer.py",
            weir.webSocket().toString(),
            ROOM,
            Integer.toString(people.length),
            Integer.toString(SWITCHES))) {
      int exitCode = viewer.awaitExit(300);
      assertThat(exitCode).as(viewer.output()).isZero();
      JsonNode seen = new ObjectMapper().readTree(viewer.output());

      assertThat(seen.path("shown").asInt()).isEqualTo(SWITCHES);
      assertThat(seen.path("unknownSsrcs")).as("further SSRCs").isEmpty();
      assertThat(seen.path("slots")).hasSize(2);
      int perSlot = SWITCHES / 2;
      for (JsonNode slot : seen.path("slots")) {
        assertThat(slot.path("packets").asInt())
            .as("packets: %s", seen)
            .isGreaterThanOrEqualTo(perSlot);
        assertThat(slot.path("gaps").asInt()).as("sequence gaps: %s", seen).isZero();
        assertThat(slot.path("backwards").asInt()).as("timestamps back: %s", seen).isZero();
      }
    }
  }

  private long picturesWithLabels(BrowserPage viewer) {
    FrameColors shown = FrameColors.of(viewer);
    return Arrays.stream(people).filter(person -> shown.shown(person) > 0).count();
  }

  private String peopleAsJson() {
    ArrayNode pairs = JsonNodeFactory.instance.arrayNode();
    for (Person person : people) {
      pairs.addArray().add(person.name()).add(person.color().name());
    }
    return pairs.toString();
  }

  private static String median(JsonNode times) {
    int[] sorted =
        StreamSupport.stream(times.spliterator(), false)
            .mapToInt(JsonNode::asInt)
            .sorted()
            .toArray();
    return Integer.toString(sorted[sorted.length / 2]);
  }
}
