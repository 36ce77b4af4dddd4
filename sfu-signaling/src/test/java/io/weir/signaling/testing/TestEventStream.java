package io.weir.signaling.testing;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A reader of server-sent events, as {@code "name data"} texts. One test thread. */
public final class TestEventStream implements AutoCloseable {

  /** What a stream that the server ended gives. */
  public static final String END = "(end)";

  private static final int PATIENCE_SECONDS = 60;

  private final HttpClient http = HttpClient.newHttpClient();
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final HttpResponse<Stream<String>> response;

  /** Connects to a stream. */
  public TestEventStream(TestServer server, String path) {
    URI address = server.http(path);
    response =
        http.sendAsync(
                HttpRequest.newBuilder(address).header("Accept", "text/event-stream").build(),
                HttpResponse.BodyHandlers.ofLines())
            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .join();
    Thread.ofVirtual().start(this::read);
  }

  /** The status of the response. */
  public int status() {
    return response.statusCode();
  }

  /** The type of its content. */
  public String contentType() {
    return response.headers().firstValue("Content-Type").orElse("");
  }

  /** The next event, or {@link #END}. */
  public String next() {
    try {
      String event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("no event came");
      }
      return event;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void read() {
    try (Stream<String> lines = response.body()) {
      String name = "";
      for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
        String line = each.next();
        if (line.startsWith("event: ")) {
          name = line.substring("event: ".length());
        } else if (line.startsWith("data: ")) {
          events.add(name + " " + line.substring("data: ".length()));
        }
      }
    } catch (RuntimeException e) {
      // Closed by this side.
    }
    events.add(END);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
