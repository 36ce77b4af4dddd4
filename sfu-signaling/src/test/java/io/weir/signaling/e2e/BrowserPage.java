package io.weir.signaling.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;

/** One page of a real browser, the same for Chromium and Firefox; on the test's thread. */
interface BrowserPage extends AutoCloseable {
  /** Goes to an address and waits until the page is loaded. */
  void navigate(URI address);

  /** Evaluates a JavaScript expression, waits for it if it is a promise, and returns its value. */
  JsonNode evaluate(String expression);

  /** How many incoming videos flow: go on by ten frames; waits a moment for them. */
  default int flowingVideos() {
    return evaluate("weirTest.flowing()").asInt();
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
