package io.weir.signaling.limit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.core.control.Command;
import io.weir.signaling.session.CloseCode;
import io.weir.signaling.session.Timing;
import io.weir.signaling.testing.Offers;
import io.weir.signaling.testing.TestClient;
import io.weir.signaling.testing.TestHttp;
import io.weir.signaling.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each limit, met by a client that goes over it. */
@Timeout(180)
class LimitsTest {

  private static final Timing SHORT_PINGS =
      new Timing(
          Duration.ofMillis(200),
          Duration.ofSeconds(15),
          Duration.ofSeconds(60),
          Duration.ofSeconds(1));

  private static final long TRICKLE_NS = 100_000_000L;

  private static TestServer server(String... settings) {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      environment.put(settings[i], settings[i + 1]);
    }
    return TestServer.start(environment, SHORT_PINGS);
  }

  @Test
  void shouldRefuseWhomARoomHasNoPlaceFor() {
    try (TestServer server = server("WEIR_MAX_ROOM_PARTICIPANTS", "2");
        TestClient ada = TestClient.join(server, "lab", "Ada");
        TestHttp http = new TestHttp(server);
        TestClient late = TestClient.connect(server)) {
      assertThat(http.post("/whip/lab", Offers.sdp("aiortc-whip")).statusCode()).isEqualTo(201);
      assertThat(late.refusal("join", "{\"room\":\"lab\"}")).isEqualTo("full");
      HttpResponse<String> viewer = http.post("/whep/lab", Offers.sdp("aiortc-whep"));
      assertThat(viewer.statusCode()).isEqualTo(503);
      assertThat(TestHttp.header(viewer, "Retry-After")).isNotEmpty();

      ada.reply("leave", "{}");
      late.reply("join", "{\"room\":\"lab\"}");
    }
  }

  @Test
  void shouldRefuseRoomsAndParticipantsBeyondTheServersNumber() {
    try (TestServer server = server("WEIR_MAX_ROOMS", "2", "WEIR_MAX_PARTICIPANTS", "3");
        TestClient ada = TestClient.join(server, "one", "Ada");
        TestClient ben = TestClient.join(server, "two", "Ben");
        TestClient cem = TestClient.connect(server);
        TestClient dan = TestClient.connect(server)) {
      assertThat(cem.refusal("join", "{\"room\":\"three\"}")).isEqualTo("full");
      cem.reply("join", "{\"room\":\"two\"}");
      assertThat(dan.refusal("join", "{\"room\":\"two\"}")).isEqualTo("full");
      ben.reply("leave", "{}");
      dan.reply("join", "{\"room\":\"one\"}");
      assertThat(ada.event("participantJoined").path("participant").isObject()).isTrue();
    }
  }

  @Test
  void shouldSlowDownAnAddressThatJoinsTooOften() {
    try (TestServer server = server("WEIR_MAX_JOINS", "1");
        TestHttp http = new TestHttp(server);
        TestClient client = TestClient.connect(server)) {
      List<HttpResponse<String>> responses = postUntilRefused(http);
      assertThat(TestHttp.header(responses.getLast(), "Retry-After")).isEqualTo("1");
      // On a slow machine the address has earned another attempt meanwhile.
      JsonNode joined = client.request("join", "{\"room\":\"lab\"}");
      while (joined.path("type").asText().equals("reply")) {
        client.reply("leave", "{}");
        joined = client.request("join", "{\"room\":\"lab\"}");
      }
      assertThat(joined.path("code").asText()).isEqualTo("rate_limited");
    }
  }

  @Test
  void shouldCountTheClientsOfATrustedProxyEachForItself() {
    try (TestServer server = server("WEIR_MAX_JOINS", "1", "WEIR_TRUSTED_PROXIES", "127.0.0.0/8");
        TestHttp http = new TestHttp(server)) {
      assertThat(postUntilRefused(http, "X-Forwarded-For", "203.0.113.9"))
          .hasSizeGreaterThanOrEqualTo(6);
      assertThat(http.post("/whip/lab", "nonsense", "X-Forwarded-For", "203.0.113.10").statusCode())
          .isEqualTo(400);
    }
  }

  /** One a second may come, and five at once: more while the machine takes its time. */
  private static List<HttpResponse<String>> postUntilRefused(TestHttp http, String... headers) {
    List<HttpResponse<String>> responses = new ArrayList<>();
    do {
      responses.add(http.post("/whip/lab", "nonsense", headers));
    } while (responses.getLast().statusCode() != 429);
    assertThat(responses.subList(0, responses.size() - 1))
        .hasSizeGreaterThanOrEqualTo(5)
        .allMatch(response -> response.statusCode() == 400);
    return responses;
  }

  @Test
  void shouldRefuseMessagesThatComeTooFastAndCloseWhoGoesOn() {
    try (TestServer server = server("WEIR_MAX_MESSAGES", "2");
        TestClient ada = TestClient.join(server, "lab", "Ada")) {
      int refused = 0;
      while (refused == 0) {
        JsonNode reply = ada.request("candidate", "{\"candidate\":\"\"}");
        refused += reply.path("code").asText().equals("rate_limited") ? 1 : 0;
      }
      try {
        for (int i = 0; i < 100; i++) {
          ada.sendRequest("candidate", "{\"candidate\":\"\"}");
        }
      } catch (CompletionException closed) {
        // In the middle of it, as it should be.
      }
      assertThat(ada.closeCode()).isEqualTo(CloseCode.POLICY_VIOLATION);
    }
  }

  @Test
  void shouldRefuseMoreCharactersThanASlowReaderCouldBeSent() {
    try (TestServer server = server("WEIR_MAX_MESSAGES", "50");
        TestClient ada = TestClient.join(server, "lab", "Ada");
        TestClient ben = TestClient.join(server, "lab", "Ben")) {
      String large = "{\"topic\":\"t\",\"payload\":\"" + "x".repeat(12_000) + "\"}";
      // All at once, for with every second there may be 128,000 characters more.
      List<Integer> requests = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        requests.add(ada.sendRequest("message", large));
      }
      assertThat(requests)
          .anyMatch(id -> ada.replyTo(id).path("code").asText().equals("rate_limited"));
      ben.reply("leave", "{}");
    }
  }

  @Test
  void shouldTakeOffersOfEverySizeThatTheProtocolAllows() {
    try (TestServer server = server("WEIR_MAX_MESSAGES", "50");
        TestClient ada = TestClient.join(server, "lab", "Ada")) {
      String large = "{\"sdp\":\"" + "x".repeat(1_000_000) + "\",\"tracks\":[]}";
      for (int i = 0; i < 3; i++) {
        assertThat(ada.request("offer", large).path("code").asText()).isEqualTo("offer_unusable");
      }
    }
  }

  @Test
  void shouldCloseWebSocketsThatDoNotJoin() {
    try (TestServer server = server("WEIR_JOIN_SECONDS", "5");
        TestClient joined = TestClient.join(server, "lab", "Ada");
        TestClient idle = TestClient.connect(server)) {
      assertThat(idle.closeCode()).isEqualTo(CloseCode.POLICY_VIOLATION);
      assertThat(joined.eventTypesSoFar()).isEmpty();
      joined.reply("leave", "{}");
      assertThat(joined.closeCode()).isEqualTo(CloseCode.POLICY_VIOLATION);
    }
  }

  @Test
  void shouldBoundTheWebSocketsOfAnAddressThatAreInNoRoom() {
    try (TestServer server = server("WEIR_MAX_UNJOINED", "2");
        TestClient first = TestClient.connect(server);
        TestClient second = TestClient.connect(server)) {
      assertThat(upgradeStatus(server)).contains(" 429 ");
      first.reply("join", "{\"room\":\"lab\"}");
      assertThat(upgradeStatus(server)).contains(" 101 ");
      assertThat(second.eventTypesSoFar()).isEmpty();
    }
  }

  @Test
  void shouldTellTheMediaPlaneWhatAPublisherMaySend() {
    try (TestServer server =
            server("WEIR_MAX_PUBLISHER_KBPS", "3000", "WEIR_MAX_PUBLISHER_SSRCS", "7");
        TestClient ada = TestClient.join(server, "lab", "Ada")) {
      Command.LimitPublisher limit = server.media().last(Command.LimitPublisher.class);
      assertThat(limit.limits().bitsPerSecond()).isEqualTo(3_000_000);
      assertThat(limit.limits().ssrcs()).isEqualTo(7);
      assertThat(ada.eventTypesSoFar()).isEmpty();
    }
  }

  @Test
  void shouldRefuseHeadersAndBodiesThatAreTooLarge() {
    try (TestServer server =
            server("WEIR_MAX_HEADER_BYTES", "2048", "WEIR_MAX_BODY_BYTES", "2048");
        TestHttp http = new TestHttp(server);
        TestHttp other = new TestHttp(server)) {
      assertThat(http.request("GET", "/healthz", "X-Large", "x".repeat(4096)).statusCode())
          .isEqualTo(431);
      assertThat(other.post("/whip/lab", "v=0\r\n".repeat(1000)).statusCode()).isEqualTo(413);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
        "POST /whip/lab HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nUpgrade: x\r\n\r\n",
      })
  void shouldCloseConnectionsThatSendARequestTooSlowly(String start) throws Exception {
    try (TestServer server = server("WEIR_REQUEST_SECONDS", "1");
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
      long begin = System.nanoTime();
      Thread trickle = Thread.ofVirtual().start(() -> trickle(socket, start.isEmpty()));
      awaitEnd(socket.getInputStream());
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
      trickle.join();
    }
  }

  /** Sends a byte now and then, as slow clients do to keep a connection busy. */
  private static void trickle(Socket socket, boolean silent) {
    try {
      while (!silent) {
        socket.getOutputStream().write('x');
        LockSupport.parkNanos(TRICKLE_NS);
      }
    } catch (IOException ended) {
      // The server has closed it, as it should.
    }
  }

  private static void awaitEnd(InputStream in) throws IOException {
    try {
      in.readAllBytes();
    } catch (SocketException reset) {
      // Closed while bytes were on their way.
    }
  }

  private static String upgradeStatus(TestServer server) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write(
              """
              GET /ws HTTP/1.1
              Host: 127.0.0.1
              Upgrade: websocket
              Connection: Upgrade
              Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
              Sec-WebSocket-Version: 13
              Sec-WebSocket-Protocol: weir.v1

              """
                  .replace("\n", "\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      byte[] head = socket.getInputStream().readNBytes(16);
      return new String(head, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
