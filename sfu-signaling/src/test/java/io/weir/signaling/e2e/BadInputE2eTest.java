package io.weir.signaling.e2e;

import static io.weir.signaling.e2e.Person.ADA;
import static io.weir.signaling.e2e.Person.BEN;
import static io.weir.signaling.e2e.Person.CEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What nobody should send, while a call of two goes on: refused or dropped, nothing disturbed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputE2eTest {
  private static final String ROOM = "undisturbed";

  private final HttpProbe http = new HttpProbe();
  private final HttpClient webSockets = HttpClient.newHttpClient();
  private final WeirProcess weir = WeirProcess.start();
  private final WeirProcess withKeys =
      WeirProcess.start(Map.of("WEIR_API_KEYS", TestTokens.KEY_ID + ":" + TestTokens.SECRET));
  private final ChromiumBrowser chromium = ChromiumBrowser.start();
  private BrowserPage ada;
  private BrowserPage ben;
  private int adaSawBen;
  private int benSawAda;

  @BeforeAll
  void twoPeopleTalk() {
    ada = talk(ADA);
    ben = talk(BEN);
    weir.await().until("the call", () -> adaSeesBen() > 10 && benSeesAda() > 10);
  }

  private BrowserPage talk(Person person) {
    BrowserPage page = chromium.open(person);
    page.navigate(weir.resolve("healthz"));
    page.evaluate("weirCall.talk('%s', '%s', 1)".formatted(ROOM, person.name()));
    return page;
  }

  @AfterAll
  void stop() {
    chromium.close();
    withKeys.close();
    weir.close();
    http.close();
    webSockets.close();
  }

  @BeforeEach
  void rememberTheCall() {
    adaSawBen = adaSeesBen();
    benSawAda = benSeesAda();
  }

  /** After every test: pictures went on, rightly labelled, over the same connections. */
  @AfterEach
  void theCallGoesOn() {
    weir.await()
        .until(
            "ten more frames each way",
            () -> adaSeesBen() >= adaSawBen + 10 && benSeesAda() >= benSawAda + 10);
    for (BrowserPage page : new BrowserPage[] {ada, ben}) {
      FrameColors.of(page).assertLabelsRight(ADA, BEN);
      assertThat(page.evaluate("weirTest.states").toString())
          .isEqualTo("[\"connecting\",\"connected\"]");
    }
  }

  @Test
  void shouldRefuseMalformedJson() {
    try (SignalingClient client = SignalingClient.connect(weir)) {
      JsonNode error = client.send("{\"type\":");
      assertThat(error.path("code").asText()).isEqualTo("bad_request");
      assertThat(error.path("id").isNull()).isTrue();
      assertThat(client.send("[]").path("code").asText()).isEqualTo("bad_request");
      assertThat(code(client, "{\"type\":\"join\"}")).isEqualTo("bad_request");
      assertThat(code(client, "{\"type\":\"join\",\"room\":\"no/such\"}")).isEqualTo("bad_request");
    }
  }

  @Test
  void shouldRefuseUnknownTypesAndRequestsBeforeJoin() {
    try (SignalingClient client = SignalingClient.connect(weir)) {
      assertThat(code(client, "{\"type\":\"dance\"}")).isEqualTo("unknown_type");
      assertThat(code(client, "{\"type\":\"leave\"}")).isEqualTo("not_joined");
    }
  }

  @Test
  void shouldRefuseUnknownIds() {
    try (SignalingClient client = SignalingClient.join(weir, ROOM)) {
      assertThat(code(client, "{\"type\":\"join\",\"room\":\"x\"}")).isEqualTo("already_joined");
      assertThat(code(client, "{\"type\":\"view\",\"slots\":[{\"mid\":\"77\"}]}"))
          .isEqualTo("unknown_mid");
      assertThat(code(client, "{\"type\":\"mute\",\"mid\":\"77\",\"muted\":true}"))
          .isEqualTo("unknown_mid");
      assertThat(code(client, "{\"type\":\"unpublish\",\"mid\":\"77\"}")).isEqualTo("unknown_mid");
      assertThat(code(client, "{\"type\":\"message\",\"to\":[\"nobody\"],\"payload\":1}"))
          .isEqualTo("not_found");
    }
  }

  @Test
  void shouldRefuseSdpThatIsNoOfferOrHasNoCommonCodec() {
    try (SignalingClient client = SignalingClient.join(weir, ROOM)) {
      assertThat(code(client, "{\"type\":\"offer\",\"sdp\":\"hello\",\"tracks\":[]}"))
          .isEqualTo("offer_unusable");
      String offer = ada.evaluate("weirTest.peers[0].localDescription.sdp").asText();
      String strangeCodecs =
          offer
              .replaceAll("(?m)^(a=rtpmap:\\d+ )[^/\\r\\n]+", "$1STRANGE")
              .replace("\r\n", "\\r\\n");
      assertThat(
              code(
                  client,
                  "{\"type\":\"offer\",\"sdp\":\""
                      + strangeCodecs
                      + "\",\"tracks\":[{\"mid\":\"0\",\"source\":\"camera\"},"
                      + "{\"mid\":\"1\",\"source\":\"microphone\"}]}"))
          .isEqualTo("no_common_codec");
    }
  }

  @Test
  void shouldCloseOnOversizedMessages() {
    try (SignalingClient client = SignalingClient.join(weir, ROOM)) {
      String message = "{\"id\":1,\"type\":\"message\",\"payload\":\"" + "x".repeat(70_000) + "\"}";
      assertThat(client.sendAndAwaitClose(message)).isEqualTo(1009);
    }
  }

  @Test
  void shouldRefuseBadTokens() {
    assertThat(joinCode(TestTokens.forRoom("lab"))).isEmpty();
    assertThat(joinCode(TestTokens.unsigned("lab"))).isEqualTo("unauthorized");
    assertThat(joinCode(TestTokens.wrongKey("lab"))).isEqualTo("unauthorized");
    assertThat(joinCode(TestTokens.expired("lab"))).isEqualTo("unauthorized");
    assertThat(joinCode("nonsense")).isEqualTo("unauthorized");
    assertThat(joinCode(TestTokens.forRoom("other"))).isEqualTo("forbidden");

    assertThat(whipStatus("Bearer " + TestTokens.unsigned("lab"))).isEqualTo(401);
    assertThat(whipStatus("Bearer " + TestTokens.wrongKey("lab"))).isEqualTo(401);
    assertThat(whipStatus("Bearer " + TestTokens.expired("lab"))).isEqualTo(401);
    assertThat(whipStatus("Basic YWRhOmFkYQ==")).isEqualTo(401);
    assertThat(whipStatus("Bearer " + TestTokens.forRoom("other"))).isEqualTo(403);
  }

  @Test
  void shouldRefuseForeignOrigins() {
    String foreign = "https://evil.example";
    assertThat(http.post(weir.resolve("whip/" + ROOM), "v=0", "Origin", foreign).statusCode())
        .isEqualTo(403);

    assertThatThrownBy(() ->
            webSockets
                .newWebSocketBuilder()
                .subprotocols("weir.v1")
                .header("Origin", foreign)
                .buildAsync(weir.webSocket(), new WebSocket.Listener() {})
                .join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(403));
  }

  @Test
  void shouldNotConnectAPeerWhoseCertificateIsNotTheOneOfItsOffer() {
    BrowserPage mallory = chromium.open(CEM);
    mallory.navigate(weir.resolve("healthz"));
    mallory.evaluate("weirCall.forgeFingerprint()");
    mallory.evaluate("weirCall.publish('%s', 'Mallory')".formatted(ROOM));
    weir.await()
        .until(
            "a failed connection",
            () -> mallory.evaluate("weirTest.states").toString().contains("failed"));
    assertThat(mallory.evaluate("weirTest.states").toString()).doesNotContain("\"connected\"");
    mallory.close();
  }

  @Test
  void shouldNotConnectAPeerWithTheWrongIcePassword() {
    BrowserPage mallory = chromium.open(CEM);
    mallory.navigate(weir.resolve("healthz"));
    mallory.evaluate("weirCall.forgeIcePassword()");
    mallory.evaluate("weirCall.publish('%s', 'Mallory')".formatted(ROOM));
    weir.await()
        .until(
            "a failed connection",
            () -> mallory.evaluate("weirTest.states").toString().contains("failed"));
    assertThat(mallory.evaluate("weirTest.states").toString()).doesNotContain("\"connected\"");
    mallory.close();
  }

  @Test
  void shouldDropGarbageOnTheMediaPort() throws IOException {
    JsonNode candidates = ada.evaluate("weirTest.mediaAddresses()");
    assertThat(candidates).isNotEmpty();
    for (JsonNode candidate : candidates) {
      GarbageSender.send(candidate.path(0).asText(), candidate.path(1).asInt(), 20_261_123);
    }
  }

  private int adaSeesBen() {
    return FrameColors.of(ada).shown(BEN);
  }

  private int benSeesAda() {
    return FrameColors.of(ben).shown(ADA);
  }

  private static String code(SignalingClient client, String message) {
    return client.request(message).path("code").asText();
  }

  private String joinCode(String token) {
    try (SignalingClient client = SignalingClient.connect(withKeys)) {
      return code(client, "{\"type\":\"join\",\"room\":\"lab\",\"token\":\"%s\"}".formatted(token));
    }
  }

  private int whipStatus(String authorization) {
    HttpResponse<String> response =
        http.post(withKeys.resolve("whip/lab"), "v=0", "Authorization", authorization);
    assertThat(response.headers().firstValue("content-type").orElse(""))
        .startsWith("application/problem+json");
    return response.statusCode();
  }
}
