package io.weir.signaling.whip;

import static io.weir.signaling.testing.TestHttp.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.control.Command;
import io.weir.signaling.session.Timing;
import io.weir.signaling.testing.Offers;
import io.weir.signaling.testing.TestHttp;
import io.weir.signaling.testing.TestServer;
import io.weir.signaling.testing.Tokens;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** WHIP and WHEP with keys and ICE servers; the plain status codes are tested end to end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MediaRoutesTest {

  private static final String WHIP = Offers.sdp("gstreamer-whip");
  private static final String BEARER = "Authorization";

  private final TestServer server =
      TestServer.start(
          Map.of(
              "WEIR_API_KEYS",
              Tokens.KEYS,
              "WEIR_ICE_SERVERS",
              "[{\"urls\":[\"stun:s.example\",\"turn:t.example?transport=udp\"],"
                  + "\"username\":\"u\\\"x\",\"credential\":\"c\"}]"),
          Timing.STANDARD);
  private final TestHttp http = new TestHttp(server);
  private int rooms;

  @AfterAll
  void stop() {
    http.close();
    server.close();
  }

  private static String token(String claims) {
    return "Bearer " + Tokens.sign(claims);
  }

  private HttpResponse<String> publish() {
    return http.post("/whip/keyed-" + ++rooms, WHIP, BEARER, token("\"room\":\"*\""));
  }

  @Test
  void shouldAskForATokenAndTheRightForEverySession() {
    HttpResponse<String> refused = http.post("/whip/lab", WHIP);
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(header(refused, "WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(
            http.post("/whip/lab", WHIP, BEARER, token("\"room\":\"lab\",\"can\":[\"subscribe\"]"))
                .statusCode())
        .isEqualTo(403);

    HttpResponse<String> created = publish();
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(http.delete(created).statusCode()).isEqualTo(401);
    String session = header(created, "Location");
    assertThat(http.request("DELETE", session, BEARER, token("\"room\":\"hall\"")).statusCode())
        .isEqualTo(403);
    assertThat(http.request("DELETE", session, BEARER, token("\"room\":\"*\"")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void shouldHandOutIceServersAsLinks() {
    assertThat(publish().headers().allValues("Link"))
        .filteredOn(link -> link.contains("ice-server"))
        .containsExactly(
            "<stun:s.example>; rel=\"ice-server\"; username=\"u\\\"x\"; credential=\"c\";"
                + " credential-type=\"password\"",
            "<turn:t.example?transport=udp>; rel=\"ice-server\"; username=\"u\\\"x\";"
                + " credential=\"c\"; credential-type=\"password\"");
  }

  @Test
  void shouldRestartIceAndTellTheMediaPlane() {
    HttpResponse<String> created = publish();
    Command.Negotiate before = server.media().last(Command.Negotiate.class);
    String fragment =
        """
        a=ice-ufrag:Other
        a=ice-pwd:0123456789abcdefghijklmn
        m=audio 9 UDP/TLS/RTP/SAVPF 0
        a=mid:0
        """;
    String token = token("\"room\":\"*\"");

    assertThat(
            http.patch(created, fragment, BEARER, token, "If-Match", header(created, "ETag"))
                .statusCode())
        .isEqualTo(400);
    HttpResponse<String> restarted =
        http.patch(created, fragment, BEARER, token, "If-Match", "\"*\"");
    assertThat(restarted.statusCode()).isEqualTo(200);

    Command.Negotiate after = server.media().last(Command.Negotiate.class);
    assertThat(after.transport().remote().usernameFragment()).isEqualTo("Other");
    assertThat(after.transport().local()).isNotEqualTo(before.transport().local());
    assertThat(restarted.body()).contains(after.transport().local().usernameFragment());
    assertThat(after.tracks()).isEqualTo(before.tracks());
    assertThat(http.patch(created, "rubbish", BEARER, token, "If-Match", "*").statusCode())
        .isEqualTo(400);
  }

  @Test
  void shouldKeepSessionsOfOneProtocolAndRoomApart() {
    HttpResponse<String> created = publish();
    String secret = header(created, "Location").replaceFirst(".*/", "");
    String token = token("\"room\":\"*\"");
    assertThat(http.request("DELETE", "/whep/keyed-1/" + secret, BEARER, token).statusCode())
        .isEqualTo(404);
    assertThat(http.request("DELETE", "/whip/elsewhere/" + secret, BEARER, token).statusCode())
        .isEqualTo(404);
  }
}
