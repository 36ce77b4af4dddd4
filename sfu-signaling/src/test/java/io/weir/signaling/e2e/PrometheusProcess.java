package io.weir.signaling.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Debian's Prometheus with a configuration, a port and a folder of its own. */
final class PrometheusProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final URI address;

  private PrometheusProcess(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /** Starts one that scrapes a server every second. */
  static PrometheusProcess scraping(URI weir, Path folder) {
    try {
      Path config = folder.resolve("prometheus.yml");
      Files.writeString(
          config,
          """
          global:
            scrape_interval: 1s
          scrape_configs:
            - job_name: weir
              static_configs:
                - targets: ["%s"]
          """
              .formatted(weir.getAuthority()));
      String listen = "127.0.0.1:" + freePort();
      Process process =
          new ProcessBuilder(
                  "prometheus",
                  "--config.file=" + config,
                  "--storage.tsdb.path=" + folder.resolve("data"),
                  "--web.listen-address=" + listen)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("prometheus.log").toFile())
              .start();
      return new PrometheusProcess(process, URI.create("http://" + listen));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The value of a query's one result; fails while it has none. */
  double query(String expression) throws IOException, InterruptedException {
    URI query =
        address.resolve(
            "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    String body = http.send(HttpRequest.newBuilder(query).build(), BodyHandlers.ofString()).body();
    JsonNode value = JSON.readTree(body).path("data").path("result").path(0).path("value");
    if (value.isMissingNode()) {
      throw new IOException(expression + " has no result yet: " + body);
    }
    return Double.parseDouble(value.path(1).asText());
  }

  @Override
  public void close() {
    http.close();
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
