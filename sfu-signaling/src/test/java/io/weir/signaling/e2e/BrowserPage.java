package io.weir.signaling.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;

/** One page of a real browser, the same for Chromium and Firefox; on the test's thread. */
interface BrowserPage extends AutoCloseable {
  /** Goes to an address and waits until the page is loaded. */
  void navigate(URI address);

  /** Evaluates a JavaScript expression, waits for it if it is a promise, and returns its value. */
  JsonNode evaluate(String expression);

  /** How many incoming videos show ten frames a second or more; takes a second to find out. */
  default int flowingVideos() {
    int count = 0;
    for (JsonNode framesPerSecond : evaluate("weirTest.frameRates()")) {
      if (framesPerSecond.asDouble() >= 10) {
        count++;
      }
    }
    return count;
  }

  /** How many incoming audio streams have carried sound. */
  default int audibleStreams() {
    int count = 0;
    for (JsonNode stream : evaluate("weirTest.inbound()")) {
      if (stream.path("kind").asText().equals("audio") && stream.path("energy").asDouble() > 0) {
        count++;
      }
    }
    return count;
  }

  /** Closes the page as a person closes a tab. */
  @Override
  void close();
}
