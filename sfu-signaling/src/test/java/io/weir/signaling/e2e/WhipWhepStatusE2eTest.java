package io.weir.signaling.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documented answers of the WHIP and WHEP endpoints, one by one, over the real server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WhipWhepStatusE2eTest {
  private static final String ORIGIN = "https://app.example";

  private final WeirProcess weir = WeirProcess.start(Map.of("WEIR_ORIGINS", ORIGIN));
  private final HttpProbe http = new HttpProbe();
  private int rooms;

  @AfterAll
  void stop() {
    http.close();
    weir.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"whip", "whep"})
  void shouldAnswerAnOfferWith201AndASession(String protocol) {
    URI endpoint = endpoint(protocol);

    HttpResponse<String> created = http.post(endpoint, offer(protocol));

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.body()).startsWith("v=0").contains("a=setup:passive", "a=ice-lite");
    assertThat(header(created, "content-type")).startsWith("application/sdp");
    assertThat(header(created, "etag")).isNotEmpty();
    assertThat(session(endpoint, created).getPath()).startsWith(endpoint.getPath() + "/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"whip", "whep"})
  void shouldEndASessionOnDelete(String protocol) {
    URI session = open(protocol);

    assertThat(http.request("DELETE", session).statusCode()).isEqualTo(200);
    assertProblem(http.request("DELETE", session), 404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"whip", "whep"})
  void shouldTakeCandidatesAndRestartsByPatch(String protocol) {
    URI endpoint = endpoint(protocol);
    HttpResponse<String> created = http.post(endpoint, offer(protocol));
    URI session = session(endpoint, created);
    String etag = header(created, "etag");
    String candidates = fragment(offer(protocol), "a=ice-ufrag:", "a=ice-pwd:");

    assertThat(http.patch(session, candidates, "If-Match", etag).statusCode()).isEqualTo(204);
    assertProblem(http.patch(session, candidates), 428);
    assertProblem(http.patch(session, candidates, "If-Match", "\"stale\""), 412);

    String restart =
        """
        a=ice-ufrag:Fresh
        a=ice-pwd:0123456789abcdefghijklmn
        m=audio 9 UDP/TLS/RTP/SAVPF 0
        a=mid:0
        """;
    HttpResponse<String> restarted =
        http.patch(session, restart.replace("\n", "\r\n"), "If-Match", "*");
    assertThat(restarted.statusCode()).isEqualTo(200);
    assertThat(restarted.body()).contains("a=ice-ufrag:");
    assertThat(header(restarted, "etag")).isNotEmpty().isNotEqualTo(etag);
    assertProblem(http.patch(session, candidates, "If-Match", etag), 412);
    assertProblem(http.send("PATCH", session, "text/plain", candidates, "If-Match", "*"), 415);
  }

  @ParameterizedTest
  @ValueSource(strings = {"whip", "whep"})
  void shouldRefuseUnusableOffersWithTheReason(String protocol) {
    URI endpoint = endpoint(protocol);
    String offer = offer(protocol);

    assertProblem(http.post(endpoint, "hello"), 400);
    assertProblem(http.post(endpoint, ""), 400);
    assertProblem(http.send("POST", endpoint, "text/plain", offer), 415);
    assertProblem(http.post(endpoint, offer + "a=x\r\n".repeat(400_000)), 413);
    assertProblem(http.post(endpoint, offer.replaceAll("(a=rtpmap:\\d+ )[^/]+", "$1None")), 422);
    assertProblem(http.post(endpoint, offer.replace("a=group:BUNDLE 0 1\r\n", "")), 422);
  }

  @ParameterizedTest
  @ValueSource(strings = {"whip", "whep"})
  void shouldAnswerOtherMethodsAsTheRfcSays(String protocol) {
    URI endpoint = endpoint(protocol);
    URI session = open(protocol);

    for (URI address : new URI[] {endpoint, session}) {
      for (String method : new String[] {"GET", "HEAD"}) {
        HttpResponse<String> response = http.request(method, address);
        assertThat(response.statusCode()).as("%s %s", method, address).isBetween(200, 299);
        assertThat(response.body()).isEmpty();
      }
      HttpResponse<String> put = http.request("PUT", address);
      assertProblem(put, 405);
      assertThat(header(put, "allow")).contains("OPTIONS");
    }
    HttpResponse<String> options = http.request("OPTIONS", endpoint);
    assertThat(options.statusCode()).isBetween(200, 299);
    assertThat(header(options, "accept-post")).contains("application/sdp");
    assertProblem(http.request("DELETE", endpoint.resolve(endpoint.getPath() + "/none")), 404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"whip", "whep"})
  void shouldLetListedOriginsIn(String protocol) {
    URI endpoint = endpoint(protocol);

    HttpResponse<String> preflight =
        http.request(
            "OPTIONS",
            endpoint,
            "Origin",
            ORIGIN,
            "Access-Control-Request-Method",
            "POST",
            "Access-Control-Request-Headers",
            "authorization, content-type");
    assertThat(preflight.statusCode()).isBetween(200, 299);
    assertThat(header(preflight, "access-control-allow-origin")).isEqualTo(ORIGIN);
    assertThat(header(preflight, "access-control-allow-methods")).contains("POST", "DELETE");

    HttpResponse<String> created = http.post(endpoint, offer(protocol), "Origin", ORIGIN);
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(header(created, "access-control-allow-origin")).isEqualTo(ORIGIN);
    assertThat(header(created, "access-control-expose-headers").toLowerCase(Locale.ROOT))
        .contains("location", "etag");
    assertProblem(http.post(endpoint, offer(protocol), "Origin", "https://evil.example"), 403);
  }

  @Test
  void shouldHaveOnePresenterAndFurtherParticipantsByName() {
    URI endpoint = endpoint("whip");
    HttpResponse<String> first = http.post(endpoint, offer("whip"));
    assertThat(first.statusCode()).isEqualTo(201);

    assertProblem(http.post(endpoint, offer("whip")), 409);
    URI named = URI.create(endpoint + "?participant=Camera2");
    assertThat(http.post(named, offer("whip")).statusCode()).isEqualTo(201);

    http.request("DELETE", session(endpoint, first));
    assertThat(http.post(endpoint, offer("whip")).statusCode()).isEqualTo(201);
  }

  @Test
  void shouldRefuseRoomNamesThatAreNone() {
    assertThat(http.post(weir.resolve("whip/no%20room"), offer("whip")).statusCode())
        .isIn(400, 404);
    assertThat(http.post(weir.resolve("whep/" + "x".repeat(129)), offer("whep")).statusCode())
        .isIn(400, 404);
  }

  private URI endpoint(String protocol) {
    return weir.resolve(protocol + "/status-" + ++rooms);
  }

  private URI open(String protocol) {
    URI endpoint = endpoint(protocol);
    return session(endpoint, http.post(endpoint, offer(protocol)));
  }

  private static URI session(URI endpoint, HttpResponse<String> created) {
    return endpoint.resolve(header(created, "location"));
  }

  private static String offer(String protocol) {
    return HttpProbe.offer("chromium-" + protocol);
  }

  /** An SDP fragment with the offer's credentials and one candidate. */
  private static String fragment(String offer, String... prefixes) {
    StringBuilder fragment = new StringBuilder();
    for (String prefix : prefixes) {
      offer
          .lines()
          .filter(line -> line.startsWith(prefix))
          .findFirst()
          .ifPresent(line -> fragment.append(line).append("\r\n"));
    }
    return fragment
        .append("m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n")
        .append("a=candidate:1 1 udp 2122260223 127.0.0.1 50000 typ host\r\n")
        .toString();
  }

  private static void assertProblem(HttpResponse<String> response, int status) {
    assertThat(response.statusCode())
        .as("%s %s", response.request(), response.body())
        .isEqualTo(status);
    assertThat(header(response, "content-type")).startsWith("application/problem+json");
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
