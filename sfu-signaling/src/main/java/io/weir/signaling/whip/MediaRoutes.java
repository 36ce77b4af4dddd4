package io.weir.signaling.whip;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.weir.signaling.auth.Grants;
import io.weir.signaling.limit.Gatekeeper;
import io.weir.signaling.message.ErrorCode;
import io.weir.signaling.message.RequestException;
import io.weir.signaling.message.RoomName;
import io.weir.signaling.sdp.SdpFragment;
import io.weir.signaling.session.MediaPlane;
import io.weir.signaling.session.SessionServices;
import io.weir.signaling.web.Bearer;
import io.weir.signaling.web.Loopback;
import io.weir.signaling.web.Problem;
import io.weir.signaling.web.WebRoutes;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The addresses of WHIP and WHEP, and what they have in common. Signaling's event loop only. */
public final class MediaRoutes {

  static final String SDP = "application/sdp";

  private static final String ENDPOINT_METHODS = "GET, HEAD, POST, OPTIONS";
  private static final String EVENTS_METHODS = "GET, POST, OPTIONS";
  private static final String STREAM_METHODS = "GET, DELETE, OPTIONS";
  private static final String SESSION_METHODS = "GET, HEAD, PATCH, DELETE, OPTIONS";

  private final SessionServices services;
  private final Gatekeeper gatekeeper;
  private final HttpSessions sessions = new HttpSessions();

  private MediaRoutes(SessionServices services, Gatekeeper gatekeeper) {
    this.services = services;
    this.gatekeeper = gatekeeper;
  }

  /** Adds the routes of both protocols. */
  public static void add(
      WebRoutes web, SessionServices services, MediaPlane media, Gatekeeper gatekeeper) {
    MediaRoutes routes = new MediaRoutes(services, gatekeeper);
    for (MediaProtocol protocol : MediaProtocol.values()) {
      EventControl events = new EventControl(protocol, routes.sessions, services.statistics());
      SessionCreator creator =
          new SessionCreator(protocol, services, media, routes.sessions, events);
      SessionControl control = new SessionControl(services, media, routes.sessions);
      routes.addEndpoint(web, protocol, creator);
      routes.addSession(web, protocol, control);
      routes.addEvents(web, protocol, events);
    }
  }

  private void addEndpoint(WebRoutes web, MediaProtocol protocol, SessionCreator creator) {
    String path = "/" + protocol.path() + "/:room";
    web.router().post(path).handler(this::limitJoins);
    web.withBody(web.router().post(path))
        .handler(context ->
            authorize(context, protocol)
                .onSuccess(grants -> creator.create(context, room(context), grants))
                .onFailure(refusal -> Problem.send(context, refusal)));
    web.router()
        .route(path)
        .handler(context -> {
          if (!RoomName.isValid(room(context))) {
            Problem.send(context, 404, "No such address: " + RoomName.RULE + ".");
          } else {
            answerOther(context, ENDPOINT_METHODS, Map.of("Accept-Post", SDP));
          }
        });
  }

  private void limitJoins(RoutingContext context) {
    String address = gatekeeper.address(context.request());
    if (gatekeeper.admitsJoin(address, System.nanoTime())) {
      context.next();
    } else {
      Problem.send(context, 429, "This address joins too often; try again in a second.");
    }
  }

  private void addSession(WebRoutes web, MediaProtocol protocol, SessionControl control) {
    String path = "/" + protocol.path() + "/:room/:session";
    web.withBody(web.router().patch(path))
        .handler(context -> withSession(context, protocol, control::patch));
    web.router().delete(path).handler(context -> withSession(context, protocol, control::delete));
    web.router()
        .route(path)
        .handler(context -> {
          if (find(context, protocol) == null) {
            sendNoSession(context);
          } else {
            answerOther(context, SESSION_METHODS, Map.of("Accept-Patch", SdpFragment.CONTENT_TYPE));
          }
        });
  }

  private void addEvents(WebRoutes web, MediaProtocol protocol, EventControl events) {
    String path = "/" + protocol.path() + "/:room/:session/events";
    String stream = path + "/:stream";
    Router router = web.router();
    web.withBody(router.post(path))
        .handler(context -> withSession(context, protocol, events::create));
    // EventSource sends no token: the address, which only the session's owner was told, is one.
    router.get(path).handler(context -> withOwned(context, protocol, events::readAll));
    router.get(stream).handler(context -> withOwned(context, protocol, events::read));
    router.delete(stream).handler(context -> withSession(context, protocol, events::delete));
    addOptions(router, path, EVENTS_METHODS);
    addOptions(router, stream, STREAM_METHODS);
  }

  private static void addOptions(Router router, String path, String methods) {
    router
        .options(path)
        .handler(context ->
            context.response().putHeader(HttpHeaders.ALLOW, methods).setStatusCode(204).end());
  }

  /** A request about one session. */
  private interface SessionRequest {
    void handle(RoutingContext context, HttpSession session);
  }

  private void withSession(RoutingContext context, MediaProtocol protocol, SessionRequest request) {
    authorize(context, protocol)
        .onSuccess(grants -> withOwned(context, protocol, request))
        .onFailure(refusal -> Problem.send(context, refusal));
  }

  private void withOwned(RoutingContext context, MediaProtocol protocol, SessionRequest request) {
    HttpSession session = find(context, protocol);
    if (session == null) {
      sendNoSession(context);
    } else {
      request.handle(context, session);
    }
  }

  private @Nullable HttpSession find(RoutingContext context, MediaProtocol protocol) {
    return sessions.find(protocol, room(context), parameter(context, "session"));
  }

  private static void sendNoSession(RoutingContext context) {
    Problem.send(context, 404, "There is no such session, or it has ended.");
  }

  private Future<Grants> authorize(RoutingContext context, MediaProtocol protocol) {
    if (!RoomName.isValid(room(context))) {
      return Future.failedFuture(
          new RequestException(ErrorCode.NOT_FOUND, "No such address: " + RoomName.RULE + "."));
    }
    return services
        .authenticator()
        .authenticate(
            Bearer.token(context.request()), room(context), Loopback.isRemote(context.request()))
        .compose(grants -> {
          try {
            grants.require(protocol.right());
            return Future.succeededFuture(grants);
          } catch (RequestException e) {
            return Future.failedFuture(e);
          }
        });
  }

  /**
   * GET and HEAD have nothing to show yet and are kept for later (RFC 9725 §4.2); OPTIONS tells
   * what can be done; nothing else is taken.
   */
  private static void answerOther(
      RoutingContext context, String methods, Map<String, String> accepted) {
    HttpMethod method = context.request().method();
    context.response().putHeader(HttpHeaders.ALLOW, methods);
    if (method.equals(HttpMethod.OPTIONS)) {
      accepted.forEach(context.response()::putHeader);
      context.response().setStatusCode(204).end();
    } else if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
      context.response().setStatusCode(204).end();
    } else {
      Problem.send(context, 405, "This address takes " + methods + ".");
    }
  }

  private static String room(RoutingContext context) {
    return parameter(context, "room");
  }

  private static String parameter(RoutingContext context, String name) {
    return Objects.requireNonNullElse(context.pathParam(name), "");
  }
}
