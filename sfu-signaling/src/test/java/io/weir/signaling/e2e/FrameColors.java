package io.weir.signaling.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What a page has displayed: how many frames of which colour stood under which label. */
record FrameColors(JsonNode frames) {

  /** Reads a page's probe. */
  static FrameColors of(BrowserPage page) {
    return new FrameColors(page.evaluate("weirTest.frames"));
  }

  /** Frames of a person in that person's colour. */
  int shown(Person person) {
    return frames.path(person.name()).path(person.color().name()).asInt();
  }

  /** Every frame that stood under one of these people's names had that person's colour. */
  void assertLabelsRight(Person... people) {
    List<String> wrong = new ArrayList<>();
    for (Person person : people) {
      for (String seen : colorsUnder(person.name())) {
        if (!seen.equals(person.color().name())) {
          wrong.add(person.name() + " was " + seen + " instead of " + person.color());
        }
      }
    }
    assertThat(wrong).as("labels of displayed frames: %s", frames).isEmpty();
  }

  private List<String> colorsUnder(String label) {
    List<String> colors = new ArrayList<>();
    frames.path(label).fieldNames().forEachRemaining(colors::add);
    return colors;
  }
}
