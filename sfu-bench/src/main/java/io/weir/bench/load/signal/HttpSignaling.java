package io.weir.bench.load.signal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.weir.bench.load.sdp.ClientOffer;
import io.weir.bench.load.sdp.DescriptionException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * WHIP (RFC 9725) for those who publish and WHEP (draft-ietf-wish-whep-03) for those who watch, of
 * any server: where to is a URL in which {@code {room}} and {@code {client}} are replaced.
 */
public final class HttpSignaling implements Signaling {

  private static final String SDP = "application/sdp";

  /** One for each client, as if they were on machines of their own: nobody waits for another. */
  private static final int CONNECTIONS = 20_000;

  private static final int MAX_REDIRECTS = 5;
  private static final int TIMEOUT_MILLIS = 15_000;
  private static final int MAX_DETAIL = 200;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final String whip;
  private final String whep;
  private final Tokens tokens;
  private final HttpClient client;
  private volatile boolean toldOfIceServers;

  /**
   * @param whip where to publish; empty when nobody does
   * @param whep where to watch; empty when nobody does
   * @param insecureTls whether any certificate will do
   */
  public HttpSignaling(Vertx vertx, String whip, String whep, Tokens tokens, boolean insecureTls) {
    this.whip = whip;
    this.whep = whep;
    this.tokens = tokens;
    HttpClientOptions options =
        new HttpClientOptions()
            .setKeepAlive(true)
            .setConnectTimeout(TIMEOUT_MILLIS)
            .setTrustAll(insecureTls)
            .setVerifyHost(!insecureTls);
    client = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(CONNECTIONS));
  }

  @Override
  public String description() {
    if (whip.isEmpty()) {
      return "WHEP at " + whep;
    }
    return whep.isEmpty() ? "WHIP at " + whip : "WHIP at " + whip + " and WHEP at " + whep;
  }

  @Override
  public boolean resumes() {
    return false;
  }

  @Override
  public List<String> notes() {
    return toldOfIceServers
        ? List.of("The server named ICE servers; clients have host candidates only and used none.")
        : List.of();
  }

  @Override
  public Future<SignalingSession> join(Peer peer) {
    if (peer.publishes() == peer.watches()) {
      return Future.failedFuture(
          new SignalingException("clients of WHIP and WHEP either publish or watch"));
    }
    String template = peer.publishes() ? whip : whep;
    String url = template.replace("{room}", peer.room()).replace("{client}", peer.name());
    ClientOffer offer;
    try {
      offer = peer.offer();
    } catch (DescriptionException e) {
      return Future.failedFuture(new SignalingException(SignalingException.causeOf(e)));
    }
    return post(URI.create(url), offer, peer, MAX_REDIRECTS)
        .recover(failure -> Future.failedFuture(SignalingException.of(failure)));
  }

  private Future<SignalingSession> post(URI url, ClientOffer offer, Peer peer, int redirects) {
    return request(
            HttpMethod.POST,
            url,
            peer,
            request ->
                request
                    .putHeader(HttpHeaders.CONTENT_TYPE, SDP)
                    .putHeader(HttpHeaders.ACCEPT, SDP)
                    .send(offer.text()))
        .compose(answer -> {
          HttpClientResponse response = answer.response();
          String location = response.getHeader(HttpHeaders.LOCATION);
          int status = response.statusCode();
          if ((status == 307 || status == 308) && location != null && redirects > 0) {
            return post(url.resolve(location), offer, peer, redirects - 1); // RFC 9725 §4.5
          }
          return answered(url, offer, peer, response, answer.body());
        });
  }

  private Future<SignalingSession> answered(
      URI url, ClientOffer offer, Peer peer, HttpClientResponse response, Buffer body) {
    if (response.statusCode() != 201) {
      return Future.failedFuture(refusal(response, body));
    }
    if (response.headers().getAll("Link").stream().anyMatch(link -> link.contains("ice-server"))) {
      toldOfIceServers = true;
    }
    String location = response.getHeader(HttpHeaders.LOCATION);
    if (location == null) {
      return Future.failedFuture(
          new SignalingException("the server's 201 has no Location (RFC 9725 §4.2)"));
    }
    try {
      peer.accept(offer, body.toString());
    } catch (DescriptionException e) {
      return delete(url.resolve(location), peer)
          .transform(
              gone -> Future.failedFuture(new SignalingException(SignalingException.causeOf(e))));
    }
    return Future.succeededFuture(new HttpSession(this, url.resolve(location), peer));
  }

  /** What a status other than 201 means. */
  private static SignalingException refusal(HttpClientResponse response, Buffer body) {
    int status = response.statusCode();
    boolean later = status == 429 || status == 503;
    return new SignalingException(
        status + " " + detail(response, body), later ? retryAfter(response) : Duration.ZERO);
  }

  /** The problem's own words (RFC 9457), else the first of the body's. */
  private static String detail(HttpClientResponse response, Buffer body) {
    String text = body.toString().strip();
    if (text.startsWith("{")) {
      try {
        JsonObject problem = new JsonObject(text);
        text = problem.getString("detail", problem.getString("title", text));
      } catch (RuntimeException notJson) {
        // Then it is shown as it is.
      }
    }
    String shown = text.isEmpty() ? response.statusMessage() : text;
    return shown.length() > MAX_DETAIL ? shown.substring(0, MAX_DETAIL) : shown;
  }

  /** RFC 9110 §10.2.3, as seconds; a date counts as one second. */
  private static Duration retryAfter(HttpClientResponse response) {
    String text = response.getHeader("Retry-After");
    if (text == null || !text.matches("[0-9]{1,5}")) {
      return RETRY_AFTER;
    }
    Duration given = Duration.ofSeconds(Long.parseLong(text));
    return given.isZero() ? RETRY_AFTER : given;
  }

  Future<Void> delete(URI resource, Peer peer) {
    return request(HttpMethod.DELETE, resource, peer, HttpClientRequest::send).mapEmpty();
  }

  /** An answer that has come in whole. */
  private record Answer(HttpClientResponse response, Buffer body) {}

  /**
   * Makes a request. Its body is asked for on the event loop, before the response can be there: who
   * asks from another thread may be late, and then waits for ever.
   */
  private Future<Answer> request(
      HttpMethod method,
      URI url,
      Peer peer,
      Function<HttpClientRequest, Future<HttpClientResponse>> send) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setAbsoluteURI(url.toString())
            .setTimeout(TIMEOUT_MILLIS);
    tokens
        .of(peer)
        .ifPresent(token -> options.addHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token));
    return client
        .request(options)
        .compose(request ->
            send.apply(request)
                .compose(response -> response.body().map(body -> new Answer(response, body))));
  }

  @Override
  public void close() {
    client.close();
  }
}
