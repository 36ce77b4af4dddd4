package io.weir.signaling.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.weir.signaling.message.ErrorCode;
import io.weir.signaling.message.RequestException;
import io.weir.signaling.sdp.SdpException;
import io.weir.signaling.session.Refusals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Error responses over HTTP: {@code application/problem+json} (RFC 9457). */
public final class Problem {

  private static final Logger LOG = LoggerFactory.getLogger(Problem.class);

  private Problem() {}

  /** Ends a response with an error. */
  public static void send(RoutingContext context, int status, String detail) {
    HttpServerResponse response = context.response();
    if (response.ended()) {
      return;
    }
    if (response.headWritten()) {
      response.reset();
      return;
    }
    if (status == HttpResponseStatus.UNAUTHORIZED.code()) {
      // RFC 9110 §11.6.1: a 401 names the scheme that it wants.
      response.putHeader("WWW-Authenticate", "Bearer");
    }
    if (status == HttpResponseStatus.TOO_MANY_REQUESTS.code()) {
      response.putHeader("Retry-After", "1");
    } else if (status == HttpResponseStatus.SERVICE_UNAVAILABLE.code()) {
      response.putHeader("Retry-After", "5");
    }
    JsonObject body =
        new JsonObject()
            .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
            .put("status", status)
            .put("detail", detail);
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(body.toBuffer());
  }

  /** Ends a response with what a refusal means over HTTP; anything else is our failure. */
  public static void send(RoutingContext context, Throwable failure) {
    if (failure instanceof SdpException malformed) {
      send(context, 400, String.valueOf(malformed.getMessage()));
      return;
    }
    RequestException refusal = Refusals.of(failure);
    if (refusal.code() == ErrorCode.INTERNAL && !(failure instanceof HttpClosedException)) {
      LOG.error("{} {} failed", context.request().method(), context.request().path(), failure);
    }
    send(context, status(refusal.code()), refusal.sentence());
  }

  private static int status(ErrorCode code) {
    return switch (code) {
      case BAD_REQUEST, UNKNOWN_TYPE, UNKNOWN_MID, UNKNOWN_TRACK -> 400;
      case UNAUTHORIZED -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND, SESSION_EXPIRED, NOT_JOINED -> 404;
      case ALREADY_JOINED, OFFER_PENDING -> 409;
      case TOO_LARGE -> 413;
      case OFFER_UNUSABLE, NO_COMMON_CODEC -> 422;
      case RATE_LIMITED -> 429;
      case INTERNAL -> 500;
      case FULL, DRAINING -> 503;
    };
  }
}
