package io.weir.signaling.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import io.weir.signaling.message.ErrorCode;
import io.weir.signaling.message.RequestException;
import io.weir.signaling.session.MediaStatistics;
import io.weir.signaling.session.RoomDirectory;
import io.weir.signaling.statistics.StatisticsCache;
import io.weir.signaling.web.Problem;
import io.weir.signaling.web.WebRoutes;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The addresses of {@code /api/v1}. Signaling's event loop only. */
public final class ApiRoutes {

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final String ROOM = "/api/v1/rooms/:room";
  private static final String PARTICIPANT = ROOM + "/participants/:participant";

  private final WebRoutes web;
  private final AdminAccess access;

  /** What a request is answered with. */
  private interface Operation {
    /** Returns the body, or null for 204. */
    Future<?> handle(RoutingContext context) throws RequestException;
  }

  /** The same for requests that have a body. */
  private interface Change {
    Future<?> handle(RoutingContext context, JsonNode body) throws RequestException;
  }

  private ApiRoutes(WebRoutes web, AdminAccess access) {
    this.web = web;
    this.access = access;
  }

  /** What the API is about. */
  public record Subject(
      RoomDirectory rooms,
      MediaStatistics media,
      StatisticsCache cache,
      String srtpEngine,
      InstantSource clock) {}

  /** Adds the routes. */
  public static void add(WebRoutes web, AdminAccess access, Subject subject) {
    ApiRoutes routes = new ApiRoutes(web, access);
    StatisticsCache cache = subject.cache();
    routes.addServer(new ServerResources(subject, cache));
    routes.addRooms(new RoomResources(subject.rooms(), cache));
    routes.addParticipants(new ParticipantResources(subject.rooms(), cache));
    web.resource("/api/openapi.json", "schema/openapi.json");
  }

  private void addServer(ServerResources server) {
    serve(web.router().get("/api/v1/server"), false, server::describe);
    serve(web.router().get("/api/v1/stats"), false, server::stats);
  }

  private void addRooms(RoomResources rooms) {
    serve(web.router().get("/api/v1/rooms"), false, rooms::list);
    serve(web.router().get(ROOM), true, rooms::show);
    serve(web.router().delete(ROOM), true, rooms::close);
    serve(web.router().get(ROOM + "/settings"), true, rooms::settings);
    serveWithBody(HttpMethod.PUT, ROOM + "/settings", rooms::replaceSettings);
    serveWithBody(HttpMethod.PATCH, ROOM + "/settings", rooms::changeSettings);
    serve(web.router().delete(ROOM + "/settings"), true, rooms::forgetSettings);
    serve(web.router().get(ROOM + "/tracks"), true, rooms::tracks);
    serveWithBody(HttpMethod.PATCH, ROOM + "/tracks/:track", rooms::changeTrack);
  }

  private void addParticipants(ParticipantResources participants) {
    serve(web.router().get(ROOM + "/participants"), true, participants::list);
    serve(web.router().get(PARTICIPANT), true, participants::show);
    serve(web.router().delete(PARTICIPANT), true, participants::remove);
    serveWithBody(HttpMethod.PATCH, PARTICIPANT, participants::change);
  }

  private void serve(Route route, boolean ofRoom, Operation operation) {
    route.handler(ofRoom ? access.toRoom() : access.toServer());
    answer(route, operation);
  }

  /** A body is read only after the token was found good. */
  private void serveWithBody(HttpMethod method, String path, Change change) {
    web.router().route(method, path).handler(access.toRoom());
    answer(
        web.withBody(web.router().route(method, path)),
        context -> change.handle(context, body(context)));
  }

  private static void answer(Route route, Operation operation) {
    route.handler(context -> {
      try {
        operation
            .handle(context)
            .onSuccess(answer -> send(context, answer))
            .onFailure(failure -> Problem.send(context, failure));
      } catch (RequestException e) {
        Problem.send(context, e);
      }
    });
  }

  private static JsonNode body(RoutingContext context) throws RequestException {
    try {
      String text = context.body().asString();
      JsonNode json = text == null ? null : JSON.readTree(text);
      if (json != null) {
        return json;
      }
    } catch (JsonProcessingException e) {
      // The sentence below says it.
    }
    throw new RequestException(ErrorCode.BAD_REQUEST, "The body is not JSON.");
  }

  private static void send(RoutingContext context, @Nullable Object answer) {
    context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (answer == null) {
      context.response().setStatusCode(204).end();
      return;
    }
    try {
      String json = JSON.writeValueAsString(answer);
      context.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(json);
    } catch (JsonProcessingException e) {
      Problem.send(context, e);
    }
  }
}
