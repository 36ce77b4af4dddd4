package io.weir.signaling.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;

/** One page of a real browser, the same for Chromium and Firefox; on the test's thread. */
interface BrowserPage extends AutoCloseable {
  /** Goes to an address and waits until the page is loaded. */
  void navigate(URI address);

  /** Evaluates a JavaScript expression, waits for it if it is a promise, and returns its value. */
  JsonNode evaluate(String expression);

  /** Closes the page as a person closes a tab. */
  @Override
  void close();
}
