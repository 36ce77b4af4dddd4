package io.weir.signaling.web;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.weir.signaling.config.Origin;
import io.weir.signaling.message.RoomName;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The map from addresses to what serves them, with the checks that come before. */
public final class WebRoutes {

  private static final Map<Integer, String> FAILURES =
      Map.of(
          400, "The request cannot be understood.",
          404, "There is nothing at this address.",
          405, "This address does not take this method.",
          406, "This address has no such representation.",
          413, "The body is larger than this server takes.",
          415, "This address does not take this content type.");

  private final Router router;
  private final StaticFiles files = new StaticFiles();
  private final int maxBodyBytes;

  /**
   * Lays out the routes.
   *
   * @param origins origins that may use the server, besides its own
   * @param maxBodyBytes largest body of a request
   * @param ready whether the server takes newcomers
   * @param webSocket serves {@code /ws}
   */
  public WebRoutes(
      Vertx vertx,
      List<Origin> origins,
      int maxBodyBytes,
      BooleanSupplier ready,
      Handler<RoutingContext> webSocket) {
    this.maxBodyBytes = maxBodyBytes;
    router = Router.router(vertx);
    RequestPolicy policy = new RequestPolicy(origins);
    router.route().handler(SecurityHeaders::add);
    router.route().handler(policy::checkHost);
    for (String guarded : List.of("/ws", "/whip/*", "/whep/*", "/api/*")) {
      router.route(guarded).handler(policy::checkOrigin);
    }
    get("/healthz").handler(context -> sendHealth(context, true));
    get("/readyz").handler(context -> sendHealth(context, ready.getAsBoolean()));
    router.get("/ws").handler(webSocket);
    resource("/api/signaling.schema.json", "schema/signaling.schema.json");
    get("/").handler(context -> files.servePage(context, "index.html"));
    get("/admin").handler(context -> files.servePage(context, "admin.html"));
    page("/r/:room", "conference.html");
    page("/live/:room", "live.html");
    page("/publish/:room", "publish.html");
    get("/test").handler(context -> files.servePage(context, "test.html"));
    get("/weir-client.d.ts").handler(context -> files.servePage(context, "types/weir-client.d.ts"));
    get("/examples").handler(context -> files.servePage(context, "examples/index.html"));
    FAILURES.forEach((status, detail) ->
        router.errorHandler(status, context -> Problem.send(context, status, detail)));
    router.errorHandler(500, WebRoutes::sendFailure);
  }

  /** Adds a file of the class path. */
  public void resource(String path, String resource) {
    get(path).handler(context -> files.send(context, resource));
  }

  /** Adds a route whose requests have bodies; call before {@link #finish}. */
  public Route withBody(Route route) {
    return route.handler(BodyHandler.create(false).setBodyLimit(maxBodyBytes));
  }

  /** The router, for routes of other packages. */
  public Router router() {
    return router;
  }

  /** Adds what catches all the rest, and returns the whole. */
  public Router finish() {
    get("/*").handler(files::serve);
    return router;
  }

  /** A route for GET and HEAD. */
  private Route get(String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  private void page(String path, String page) {
    get(path)
        .handler(context -> {
          String room = context.pathParam("room");
          if (room != null && RoomName.isValid(room)) {
            files.servePage(context, page);
          } else {
            Problem.send(context, 404, "No such address: " + RoomName.RULE + ".");
          }
        });
  }

  private static void sendHealth(RoutingContext context, boolean good) {
    context
        .response()
        .setStatusCode(good ? 200 : 503)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(new JsonObject().put("status", good ? "UP" : "DOWN").toBuffer());
  }

  private static void sendFailure(RoutingContext context) {
    Throwable failure = context.failure();
    Problem.send(context, failure == null ? new IllegalStateException("unknown") : failure);
  }
}
