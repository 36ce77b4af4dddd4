package io.weir.signaling.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.signaling.testing.Offers;
import io.weir.signaling.testing.TestClient;
import io.weir.signaling.testing.TestHttp;
import io.weir.signaling.testing.TestServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that was told to end lets calls go on, and takes nobody in. */
@Timeout(180)
class DrainTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  @Test
  void shouldEndAtOnceWhenNobodyIsThere() {
    try (TestServer server = TestServer.start();
        TestClient idle = TestClient.connect(server)) {
      server.drain(LONG);
      assertThat(idle.refusal("join", "{\"room\":\"lab\"}")).isEqualTo("draining");
    }
  }

  @Test
  void shouldLetCallsGoOnUntilTheyEndAndTakeNobodyIn() {
    try (TestServer server = TestServer.start();
        TestHttp http = new TestHttp(server);
        TestClient ada = TestClient.join(server, "lab", "Ada");
        TestClient ben = TestClient.join(server, "lab", "Ben");
        TestClient late = TestClient.connect(server)) {
      CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> server.drain(LONG));

      JsonNode goAway = ada.event("goAway");
      assertThat(goAway.path("reason").asText()).isEqualTo("shutdown");
      assertThat(goAway.path("retryAfterMs").asLong()).isPositive();
      assertThat(http.request("GET", "/readyz").statusCode()).isEqualTo(503);
      assertThat(http.request("GET", "/healthz").statusCode()).isEqualTo(200);
      assertThat(late.refusal("join", "{\"room\":\"lab\"}")).isEqualTo("draining");
      HttpResponse<String> whip = http.post("/whip/lab", Offers.sdp("aiortc-whip"));
      assertThat(whip.statusCode()).isEqualTo(503);
      assertThat(TestHttp.header(whip, "Retry-After")).isNotEmpty();

      ada.reply("message", "{\"payload\":\"still here\"}");
      ben.event("message");
      ada.reply("leave", "{}");
      assertThat(drained).isNotDone();
      ben.reply("leave", "{}");
      drained.orTimeout(60, TimeUnit.SECONDS).join();
    }
  }

  @Test
  void shouldEndCallsAtTheLimit() {
    TestServer server = TestServer.start();
    try (TestClient ada = TestClient.join(server, "lab", "Ada")) {
      server.drain(Duration.ofMillis(300));
      server.close();
      assertThat(ada.event("roomClosed").path("reason").asText()).isEqualTo("shutdown");
      assertThat(ada.closeCode()).isEqualTo(CloseCode.GOING_AWAY);
    }
  }
}
