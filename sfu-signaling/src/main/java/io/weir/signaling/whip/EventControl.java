package io.weir.signaling.whip;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.ext.web.RoutingContext;
import io.weir.signaling.session.MemberStatistics;
import io.weir.signaling.session.Participant;
import io.weir.signaling.session.Participant.Role;
import io.weir.signaling.session.Room;
import io.weir.signaling.web.Problem;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests about event streams and tells them how many watch, once a second at most.
 * Signaling's event loop only.
 */
final class EventControl {

  private static final long TICK_MS = 1000;
  private static final int TICKS_PER_KEEP_ALIVE = 15;
  private static final String JSON = "application/json";

  private final MediaProtocol protocol;
  private final HttpSessions sessions;
  private final MemberStatistics statistics;
  private @Nullable Long timer;
  private int ticks;

  EventControl(MediaProtocol protocol, HttpSessions sessions, MemberStatistics statistics) {
    this.protocol = protocol;
    this.sessions = sessions;
    this.statistics = statistics;
  }

  /** The Link that announces a session's events. */
  String link(String session) {
    return "<%s/events>; rel=\"urn:ietf:params:%s:ext:core:server-sent-events\"; events=\"%s\""
        .formatted(session, protocol.path(), StreamEvent.list(protocol));
  }

  /** POST of a list of types: makes a stream of these, without a list of all. */
  void create(RoutingContext context, HttpSession session) {
    String body = context.body().asString();
    String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    Set<StreamEvent> wanted =
        body == null || body.isBlank() ? StreamEvent.of(protocol) : parse(body);
    if (body != null && !body.isBlank() && !isJson(type)) {
      Problem.send(context, 415, "A list of event types has the content type " + JSON + ".");
    } else if (wanted == null) {
      Problem.send(context, 400, "The body is a JSON array of event types, or empty.");
    } else {
      EventStream stream = new EventStream(wanted);
      if (session.events().add(stream)) {
        context
            .response()
            .setStatusCode(201)
            .putHeader(HttpHeaders.LOCATION, context.normalizedPath() + "/" + stream.secret())
            .end();
      } else {
        sendTooMany(context);
      }
    }
  }

  /** GET of a stream that was made before. */
  void read(RoutingContext context, HttpSession session) {
    EventStream stream = find(context, session);
    if (stream == null) {
      sendNoStream(context);
    } else {
      start(context, session, stream);
    }
  }

  /** GET where streams are made, as several players do: a stream of all types while it is read. */
  void readAll(RoutingContext context, HttpSession session) {
    EventStream stream = new EventStream(StreamEvent.of(protocol));
    if (session.events().add(stream)) {
      context.addEndHandler(ended -> session.events().remove(stream));
      start(context, session, stream);
    } else {
      sendTooMany(context);
    }
  }

  /** DELETE of a stream. */
  void delete(RoutingContext context, HttpSession session) {
    EventStream stream = find(context, session);
    if (stream == null) {
      sendNoStream(context);
    } else {
      session.events().remove(stream);
      context.response().setStatusCode(200).end();
    }
  }

  private void start(RoutingContext context, HttpSession session, EventStream stream) {
    stream.setViewers(viewers(session.participant().room()));
    stream.attach(context.response());
    tellLayers(session, stream);
    if (timer == null) {
      Vertx vertx = context.vertx();
      timer = vertx.setPeriodic(TICK_MS, id -> tick(vertx));
    }
  }

  private void tick(Vertx vertx) {
    ticks++;
    Map<Room, Integer> counts = new HashMap<>();
    boolean anybody = false;
    for (HttpSession session : sessions.all()) {
      Collection<EventStream> read = session.events().read();
      if (!read.isEmpty()) {
        anybody = true;
        int count = counts.computeIfAbsent(session.participant().room(), EventControl::viewers);
        for (EventStream stream : read) {
          tell(stream, count);
          tellLayers(session, stream);
        }
      }
    }
    if (!anybody && timer != null) {
      vertx.cancelTimer(timer);
      timer = null;
    }
  }

  private void tell(EventStream stream, int count) {
    stream.setViewers(count);
    if (ticks % TICKS_PER_KEEP_ALIVE == 0) {
      stream.keepAlive();
    }
  }

  private void tellLayers(HttpSession session, EventStream stream) {
    if (stream.wantsLayers()) {
      statistics
          .shown(session.participant())
          .onSuccess(shown -> {
            if (!shown.isEmpty()) {
              stream.setLayers(ShownLayers.essence(shown), ShownLayers.write(shown));
            }
          });
    }
  }

  /** WHEP viewers whose media path stands. */
  private static int viewers(Room room) {
    return (int)
        room.participants().stream()
            .filter(participant -> participant.profile().role() == Role.VIEWER)
            .filter(Participant::isConnected)
            .count();
  }

  private static @Nullable EventStream find(RoutingContext context, HttpSession session) {
    return session.events().find(Objects.requireNonNullElse(context.pathParam("stream"), ""));
  }

  /** The types of a JSON array, those unknown left out; null when it is none. */
  private static @Nullable Set<StreamEvent> parse(String body) {
    try {
      Set<StreamEvent> wanted = EnumSet.noneOf(StreamEvent.class);
      for (Object name : new JsonArray(body)) {
        StreamEvent event = name instanceof String text ? StreamEvent.of(text) : null;
        if (event != null) {
          wanted.add(event);
        }
      }
      return wanted;
    } catch (DecodeException e) {
      return null;
    }
  }

  private static boolean isJson(@Nullable String type) {
    return type != null && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(JSON);
  }

  private static void sendNoStream(RoutingContext context) {
    Problem.send(context, 404, "There is no such event stream, or it has ended.");
  }

  private static void sendTooMany(RoutingContext context) {
    Problem.send(context, 429, "This session has enough event streams; delete one first.");
  }
}
