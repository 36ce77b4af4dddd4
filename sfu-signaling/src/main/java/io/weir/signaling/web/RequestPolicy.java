package io.weir.signaling.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import io.weir.signaling.config.IpAddress;
import io.weir.signaling.config.Origin;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which requests of browsers are served: those whose {@code Host} cannot have been rebound by DNS,
 * and whose {@code Origin} is this server's own or listed. Any thread.
 */
final class RequestPolicy {

  private static final String CORS_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
  private static final String CORS_REQUEST_HEADERS = "Authorization, Content-Type, If-Match";
  private static final String CORS_RESPONSE_HEADERS =
      "Location, ETag, Link, Accept-Patch, Accept-Post, Retry-After, WWW-Authenticate";
  private static final String CORS_MAX_AGE_SECONDS = "7200";

  private final List<Origin> origins;

  RequestPolicy(List<Origin> origins) {
    this.origins = origins;
  }

  /** Passes requests on whose Host is an IP address, localhost or a listed origin's. */
  void checkHost(RoutingContext context) {
    HostAndPort authority = context.request().authority();
    if (authority == null) {
      Problem.send(context, 400, "The request has no valid Host.");
    } else if (!isKnownHost(authority.host())) {
      Problem.send(context, 403, "This server does not serve this Host; see WEIR_ORIGINS.");
    } else {
      context.next();
    }
  }

  /** Passes requests on whose Origin may use this server, with what CORS wants (Fetch §3.2). */
  void checkOrigin(RoutingContext context) {
    HttpServerRequest request = context.request();
    String header = request.getHeader(HttpHeaders.ORIGIN);
    if (header == null) {
      context.next();
      return;
    }
    Origin origin = Origin.parse(header);
    if (origin == null || !(origins.contains(origin) || isOwn(origin, request.authority()))) {
      Problem.send(context, 403, "This Origin may not use this server; see WEIR_ORIGINS.");
      return;
    }
    context
        .response()
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, header)
        .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, CORS_RESPONSE_HEADERS)
        .putHeader(HttpHeaders.VARY, "Origin");
    if (request.method().equals(HttpMethod.OPTIONS)
        && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)) {
      context
          .response()
          .setStatusCode(204)
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, CORS_METHODS)
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, CORS_REQUEST_HEADERS)
          .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, CORS_MAX_AGE_SECONDS)
          .end();
      return;
    }
    context.next();
  }

  private boolean isKnownHost(String host) {
    String name = withoutBrackets(host.toLowerCase(Locale.ROOT));
    return name.equals("localhost")
        || IpAddress.parse(name) != null
        || origins.stream().anyMatch(origin -> withoutBrackets(origin.host()).equals(name));
  }

  private static boolean isOwn(Origin origin, @Nullable HostAndPort authority) {
    if (authority == null) {
      return false;
    }
    String host = withoutBrackets(authority.host().toLowerCase(Locale.ROOT));
    Origin own =
        Origin.parse(
            origin.scheme()
                + "://"
                + (host.indexOf(':') < 0 ? host : "[" + host + "]")
                + (authority.port() > 0 ? ":" + authority.port() : ""));
    return origin.equals(own);
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
