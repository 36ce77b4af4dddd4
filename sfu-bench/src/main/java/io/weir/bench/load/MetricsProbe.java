package io.weir.bench.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a Prometheus page: CPU time and memory by the names that client libraries of every language
 * give them, and Weir's drops. One thread, apart from answers that come later.
 */
final class MetricsProbe {

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final double US_PER_SECOND = 1e6;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final HttpRequest request;
  private volatile Page last = Page.NONE;

  MetricsProbe(URI url) {
    request = HttpRequest.newBuilder(url).timeout(PATIENCE).build();
  }

  /**
   * What a page says; -1 for what it does not.
   *
   * @param cpuUs CPU time so far, in µs
   * @param rssBytes resident memory
   * @param threads number of threads
   * @param dropped packets that Weir dropped so far
   * @param srtpEngine what encrypts at Weir; empty when the page does not say
   */
  record Page(long cpuUs, long rssBytes, long threads, long dropped, String srtpEngine) {
    static final Page NONE = new Page(-1, -1, -1, -1, "");

    private static final Pattern ENGINE = Pattern.compile("engine=\"([^\"]*)\"");

    static Page parse(String text) {
      double cpu = -1;
      double rss = -1;
      double threads = -1;
      double dropped = -1;
      String srtpEngine = "";
      for (String line : text.split("\n", -1)) {
        int space = line.lastIndexOf(' ');
        if (space <= 0 || line.startsWith("#")) {
          continue;
        }
        String name = line.substring(0, space).replaceFirst("\\{.*", "");
        double value = number(line.substring(space + 1));
        switch (name) {
          case "process_cpu_seconds_total" -> cpu = value;
          case "process_resident_memory_bytes" -> rss = value;
          case "jvm_threads_live_threads", "go_threads", "process_num_threads" -> threads = value;
          case "weir_packets_dropped_total" -> dropped = Math.max(0, dropped) + value;
          case "weir_srtp_engine_info" -> srtpEngine = engine(line);
          default -> {
            // Nothing that load tests ask for.
          }
        }
      }
      return new Page(
          cpu < 0 ? -1 : Math.round(cpu * US_PER_SECOND),
          (long) rss,
          (long) threads,
          (long) dropped,
          srtpEngine);
    }

    private static String engine(String line) {
      Matcher label = ENGINE.matcher(line);
      return label.find() ? label.group(1) : "";
    }

    private static double number(String text) {
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        return -1;
      }
    }
  }

  /** The last page that came; asks for the next. */
  Page last() {
    CompletableFuture<Void> _ =
        client
            .sendAsync(request, HttpResponse.BodyHandlers.ofString())
            .thenAccept(response -> take(response.statusCode(), response.body()));
    return last;
  }

  /** The page as it is now; waits for it, two seconds at most. */
  Page now() {
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      take(response.statusCode(), response.body());
    } catch (IOException e) {
      last = Page.NONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return last;
  }

  private void take(int status, String body) {
    last = status == 200 ? Page.parse(body) : Page.NONE;
  }

  /** What encrypts at the server, as the last page said; empty when it did not. */
  String srtpEngine() {
    return last.srtpEngine();
  }

  /** Why there is nothing to read; nothing when there is. */
  Optional<String> complaint() {
    return now().equals(Page.NONE)
        ? Optional.of("The metrics page " + request.uri() + " could not be read.")
        : Optional.empty();
  }
}
