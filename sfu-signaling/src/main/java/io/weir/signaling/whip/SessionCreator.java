package io.weir.signaling.whip;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.weir.signaling.auth.Grants;
import io.weir.signaling.message.LeaveReason;
import io.weir.signaling.message.RequestException;
import io.weir.signaling.sdp.SdpFragment;
import io.weir.signaling.session.MediaPlane;
import io.weir.signaling.session.Negotiations;
import io.weir.signaling.session.Participant;
import io.weir.signaling.session.Participant.Role;
import io.weir.signaling.session.Room;
import io.weir.signaling.session.RoomDirectory;
import io.weir.signaling.session.SessionServices;
import io.weir.signaling.web.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Answers POST to an endpoint: an offer becomes a session. Signaling's event loop only. */
final class SessionCreator {

  private static final int MAX_NAME_LENGTH = 128;
  private static final String PRESENTER_NAME = "Presenter";

  private final MediaProtocol protocol;
  private final SessionServices services;
  private final MediaPlane media;
  private final HttpSessions sessions;
  private final EventControl events;

  SessionCreator(
      MediaProtocol protocol,
      SessionServices services,
      MediaPlane media,
      HttpSessions sessions,
      EventControl events) {
    this.protocol = protocol;
    this.services = services;
    this.media = media;
    this.sessions = sessions;
    this.events = events;
  }

  void create(RoutingContext context, String roomName, Grants grants) {
    String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    String name = context.request().getParam("participant");
    String offer = context.body().asString();
    if (!isSdp(type)) {
      Problem.send(context, 415, "An offer has the content type " + MediaRoutes.SDP + ".");
    } else if (offer == null || offer.isEmpty()) {
      Problem.send(context, 400, "The request has no offer in its body.");
    } else if (name != null && (name.isBlank() || name.length() > MAX_NAME_LENGTH)) {
      Problem.send(context, 400, "'participant' has 1 to 128 characters.");
    } else if (protocol == MediaProtocol.WHIP && isTaken(services.rooms().find(roomName), name)) {
      Problem.send(
          context,
          409,
          name == null
              ? "The room has a presenter; ?participant=name publishes beside it."
              : "A WHIP participant of this name is in the room.");
    } else {
      try {
        open(context, offer, enter(roomName, grants, name));
      } catch (RequestException full) {
        Problem.send(context, full);
      }
    }
  }

  private static boolean isSdp(@Nullable String type) {
    return type != null
        && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(MediaRoutes.SDP);
  }

  /** Whether the room has a presenter, or a further WHIP participant of this name, already. */
  private static boolean isTaken(@Nullable Room room, @Nullable String name) {
    if (room == null) {
      return false;
    }
    if (name == null) {
      return room.presenter() != null;
    }
    for (Participant participant : room.participants()) {
      Participant.Profile profile = participant.profile();
      if (profile.role() == Role.PRESENTER && profile.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private HttpSession enter(String roomName, Grants grants, @Nullable String name)
      throws RequestException {
    Duration grace = services.timing().silenceLimit();
    boolean presents = protocol == MediaProtocol.WHIP;
    HttpSession session =
        presents
            ? new HttpSession(sessions, grace, System.nanoTime())
            : new ViewerSession(sessions, media, grace, System.nanoTime(), name);
    String fallbackName = grants.name() == null ? PRESENTER_NAME : null;
    RoomDirectory.Newcomer newcomer =
        presents
            ? new RoomDirectory.Newcomer(
                name == null ? fallbackName : name, null, name, protocol.role())
            : new RoomDirectory.Newcomer(null, null, null, protocol.role());
    Participant self = services.rooms().enter(roomName, grants, newcomer, session);
    session.setParticipant(self);
    if (presents && name == null) {
      self.room().setPresenter(self);
    }
    sessions.add(session);
    return session;
  }

  private void open(RoutingContext context, String offer, HttpSession session) {
    Participant self = session.participant();
    try {
      services
          .negotiations()
          .negotiate(self, offer, List.of())
          .onSuccess(outcome -> opened(context, session, outcome))
          .onFailure(failure -> refuse(context, session, failure));
    } catch (RequestException e) {
      refuse(context, session, e);
    }
  }

  private void refuse(RoutingContext context, HttpSession session, Throwable failure) {
    sessions.remove(session);
    services.rooms().leave(session.participant(), LeaveReason.FAILED);
    Problem.send(context, failure);
  }

  private void opened(RoutingContext context, HttpSession session, Negotiations.Outcome outcome) {
    Participant self = session.participant();
    String location = "/" + protocol.path() + "/" + self.room().name() + "/" + session.secret();
    HttpServerResponse response =
        context
            .response()
            .setStatusCode(201)
            .putHeader(HttpHeaders.CONTENT_TYPE, MediaRoutes.SDP)
            .putHeader(HttpHeaders.LOCATION, location)
            .putHeader(HttpHeaders.ETAG, session.etag())
            .putHeader("Accept-Patch", SdpFragment.CONTENT_TYPE);
    List<String> links = new ArrayList<>(IceServerLinks.of(services.iceServers()));
    links.add(events.link(location));
    response.putHeader("Link", links);
    response.end(outcome.answer());
    if (session instanceof ViewerSession viewer) {
      viewer.updateView();
    } else {
      services.rooms().announce(self, outcome.news());
    }
  }
}
