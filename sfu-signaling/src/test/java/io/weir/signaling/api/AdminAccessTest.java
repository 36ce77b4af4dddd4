package io.weir.signaling.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.signaling.session.Timing;
import io.weir.signaling.testing.TestHttp;
import io.weir.signaling.testing.TestServer;
import io.weir.signaling.testing.Tokens;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who may control what, and read metrics, on a server with keys. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdminAccessTest {

  private static final String ROOM = "/api/v1/rooms/lab/settings";

  private final TestServer server =
      TestServer.start(Map.of("WEIR_API_KEYS", Tokens.KEYS), Timing.STANDARD);
  private final TestHttp http = new TestHttp(server);

  @AfterAll
  void stop() {
    http.close();
    server.close();
  }

  @Test
  void shouldAskForATokenEvenFromThisMachine() {
    assertThat(http.request("GET", "/api/v1/stats").statusCode()).isEqualTo(401);
    assertThat(http.request("GET", ROOM).statusCode()).isEqualTo(401);
    assertThat(http.request("GET", "/metrics").statusCode()).isEqualTo(401);
    assertThat(TestHttp.header(http.request("GET", ROOM), "WWW-Authenticate")).isEqualTo("Bearer");
  }

  @Test
  void shouldAskForATokenBeforeItReadsABody() {
    String tooLong = "x".repeat(10_000_000);
    assertThat(http.send("PUT", ROOM, "application/json", tooLong).statusCode()).isEqualTo(401);
  }

  @Test
  void shouldRefuseTokensThatDoNotAdministrate() {
    String moderator = "\"room\":\"*\",\"can\":[\"publish\",\"moderate\"]";
    assertThat(status("/api/v1/stats", moderator)).isEqualTo(403);
    assertThat(status(ROOM, moderator)).isEqualTo(403);
    assertThat(status("/metrics", moderator)).isEqualTo(403);
    assertThat(status(ROOM, "\"room\":\"*\"")).as("no can at all").isEqualTo(403);
  }

  @Test
  void shouldLetATokenOfOneRoomControlThatRoomOnly() {
    String admin = "\"room\":\"lab\",\"can\":[\"admin\"]";
    assertThat(status(ROOM, admin)).isEqualTo(200);
    assertThat(status("/api/v1/rooms/hall/settings", admin)).isEqualTo(403);
    assertThat(status("/api/v1/rooms", admin)).isEqualTo(403);
    assertThat(status("/metrics", admin)).isEqualTo(403);
  }

  @Test
  void shouldLetATokenOfEveryRoomControlTheServer() {
    String admin = "\"room\":\"*\",\"can\":[\"admin\"]";
    assertThat(status(ROOM, admin)).isEqualTo(200);
    assertThat(status("/api/v1/stats", admin)).isEqualTo(200);
    assertThat(status("/metrics", admin)).isEqualTo(200);
  }

  @Test
  void shouldRefuseRoomsThatCannotBe() {
    assertThat(status("/api/v1/rooms/a%20b/settings", "\"room\":\"*\",\"can\":[\"admin\"]"))
        .isEqualTo(404);
  }

  @Test
  void shouldDescribeItselfToEverybody() {
    assertThat(http.request("GET", "/api/openapi.json").statusCode()).isEqualTo(200);
  }

  @Test
  void shouldLetEverybodyReadMetricsWhenTold() {
    Map<String, String> open = Map.of("WEIR_API_KEYS", Tokens.KEYS, "WEIR_METRICS_OPEN", "true");
    try (TestServer other = TestServer.start(open, Timing.STANDARD);
        TestHttp client = new TestHttp(other)) {
      assertThat(client.request("GET", "/metrics").statusCode()).isEqualTo(200);
      assertThat(client.request("GET", "/api/v1/stats").statusCode()).isEqualTo(401);
    }
  }

  private int status(String path, String claims) {
    return http.request("GET", path, "Authorization", "Bearer " + Tokens.sign(claims)).statusCode();
  }
}
