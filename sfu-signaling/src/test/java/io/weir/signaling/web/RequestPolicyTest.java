package io.weir.signaling.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.signaling.session.Timing;
import io.weir.signaling.testing.SchemaChecker;
import io.weir.signaling.testing.TestHttp;
import io.weir.signaling.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which hosts and origins are served, and what every page is served with. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestPolicyTest {

  private final TestServer server =
      TestServer.start(
          Map.of("WEIR_ORIGINS", "https://app.example,http://other.example:8000"), Timing.STANDARD);
  private final TestHttp http = new TestHttp(server);

  @AfterAll
  void stop() {
    http.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 200",
    "192.0.2.7:9999, 200",
    "[::1]:8080, 200",
    "localhost, 200",
    "LOCALHOST:80, 200",
    "app.example, 200",
    "App.Example:1234, 200",
    "other.example, 200",
    "evil.example, 403",
    "localhost.evil.example, 403",
    "127.0.0.1.evil.example, 403",
    "app.example.evil.example, 403"
  })
  void shouldServeOnlyKnownHosts(String host, int status) throws IOException {
    assertThat(statusFor("Host: " + host + "\r\n")).isEqualTo(status);
  }

  @Test
  void shouldRefuseRequestsWithoutAHost() throws IOException {
    assertThat(statusFor("")).isEqualTo(400);
  }

  @Test
  void shouldServeItsOwnAndListedOrigins() {
    String own = "http://127.0.0.1:" + server.port();
    for (String origin : new String[] {own, "https://app.example", "http://other.example:8000"}) {
      assertThat(statusFrom(origin)).as(origin).isEqualTo(200);
    }
    for (String origin :
        new String[] {
          "null",
          "https://evil.example",
          "http://app.example",
          "http://other.example",
          "http://127.0.0.1",
          "http://localhost:" + server.port(),
          "nonsense"
        }) {
      assertThat(statusFrom(origin)).as(origin).isEqualTo(403);
    }
    assertThat(http.request("GET", "/api/signaling.schema.json").statusCode()).isEqualTo(200);
  }

  private int statusFrom(String origin) {
    return http.request("GET", "/api/signaling.schema.json", "Origin", origin).statusCode();
  }

  @Test
  void shouldServeTheSchema() {
    assertThat(http.request("GET", "/api/signaling.schema.json").body())
        .isEqualTo(SchemaChecker.schema());
  }

  @Test
  void shouldServePagesWithTheirDefences() {
    HttpResponse<String> page = http.request("GET", "/r/Room_1.x-y");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(TestHttp.header(page, "Content-Type")).startsWith("text/html");
    assertThat(TestHttp.header(page, "Content-Security-Policy")).contains("default-src 'self'");
    assertThat(TestHttp.header(page, "X-Content-Type-Options")).isEqualTo("nosniff");

    String etag = TestHttp.header(page, "ETag");
    HttpResponse<String> again =
        http.request("GET", "/r/Another", "If-None-Match", "W/\"x\", " + etag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(http.request("HEAD", "/live/lab").statusCode()).isEqualTo(200);
  }

  @Test
  void shouldRefuseWhatIsNotThereWithAProblem() {
    for (String path :
        new String[] {
          "/r/a%20b", "/r/", "/nothing", "/assets/", "/assets/../logback.xml", "/%2e%2e/logback.xml"
        }) {
      HttpResponse<String> response = http.request("GET", path);
      assertThat(response.statusCode()).as(path).isEqualTo(404);
      assertThat(TestHttp.header(response, "Content-Type")).startsWith("application/problem+json");
    }
    assertThat(http.request("POST", "/").statusCode()).isEqualTo(405);
  }

  @Test
  void shouldTellItsHealth() {
    assertThat(http.request("GET", "/healthz").statusCode()).isEqualTo(200);
    assertThat(http.request("GET", "/readyz").statusCode()).isEqualTo(200);
  }

  /** Status of a request whose Host the JDK's client would not let us write. */
  private int statusFor(String hostHeader) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write(
              ("GET / HTTP/1.1\r\n" + hostHeader + "Connection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Integer.parseInt(response.substring(9, 12));
    }
  }
}
