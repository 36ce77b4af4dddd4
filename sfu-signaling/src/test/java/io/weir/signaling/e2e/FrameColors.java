package io.weir.signaling.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** What a page has displayed: how many frames of which colour stood under which label. */
record FrameColors(JsonNode frames) {

  /** Reads a page's probe. */
  static FrameColors of(BrowserPage page) {
    return new FrameColors(page.evaluate("weirTest.frames"));
  }

  /** Frames of a person in that person's colour. */
  int shown(String name, SolidColor color) {
    return frames.path(name).path(color.name()).asInt();
  }

  /** Every frame that stood under one of these names had that person's colour. */
  void assertLabelsRight(Map<String, SolidColor> people) {
    List<String> wrong = new ArrayList<>();
    people.forEach((name, color) -> {
      Iterator<String> colors = frames.path(name).fieldNames();
      colors.forEachRemaining(seen -> {
        if (!seen.equals(color.name())) {
          wrong.add(name + " was " + seen + " instead of " + color);
        }
      });
    });
    assertThat(wrong).as("labels of displayed frames: %s", frames).isEmpty();
  }
}
