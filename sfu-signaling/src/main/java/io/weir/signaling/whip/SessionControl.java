package io.weir.signaling.whip;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.weir.core.control.IceParameters;
import io.weir.signaling.message.LeaveReason;
import io.weir.signaling.sdp.NegotiationException;
import io.weir.signaling.sdp.SdpException;
import io.weir.signaling.sdp.SdpFragment;
import io.weir.signaling.session.MediaPlane;
import io.weir.signaling.session.Participant;
import io.weir.signaling.session.SessionServices;
import io.weir.signaling.web.Problem;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers PATCH and DELETE of a session (RFC 9725 §4.2, §4.3). Signaling's event loop only. */
final class SessionControl {

  private final SessionServices services;
  private final MediaPlane media;
  private final HttpSessions sessions;

  SessionControl(SessionServices services, MediaPlane media, HttpSessions sessions) {
    this.services = services;
    this.media = media;
    this.sessions = sessions;
  }

  /** Ends the session. */
  void delete(RoutingContext context, HttpSession session) {
    sessions.remove(session);
    services.rooms().leave(session.participant(), LeaveReason.LEFT);
    context.response().setStatusCode(200).end();
  }

  /** Takes candidates, which an ICE-lite server does not need, or restarts ICE. */
  void patch(RoutingContext context, HttpSession session) {
    String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    String condition = context.request().getHeader(HttpHeaders.IF_MATCH);
    String body = context.body().asString();
    if (!isFragment(type)) {
      Problem.send(context, 415, "A PATCH has the type " + SdpFragment.CONTENT_TYPE + ".");
    } else if (condition == null) {
      // RFC 9725 §4.3.1: with ICE restarts supported, the condition is required.
      Problem.send(context, 428, "A PATCH needs If-Match with the session's ETag, or *.");
    } else if (!isAny(condition) && !names(condition, session.etag())) {
      Problem.send(context, 412, "ICE was restarted since this ETag.");
    } else {
      try {
        apply(context, session, SdpFragment.parse(body == null ? "" : body), isAny(condition));
      } catch (SdpException | NegotiationException e) {
        Problem.send(context, 400, String.valueOf(e.getMessage()));
      }
    }
  }

  private static boolean isFragment(@Nullable String type) {
    return type != null
        && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(SdpFragment.CONTENT_TYPE);
  }

  /** RFC 9110 §13.1.1 writes the wildcard bare; clients that quote it mean the same. */
  private static boolean isAny(String condition) {
    return condition.strip().equals("*") || condition.strip().equals("\"*\"");
  }

  private static boolean names(String condition, String etag) {
    return Arrays.stream(condition.split(",")).map(String::strip).anyMatch(etag::equals);
  }

  private void apply(
      RoutingContext context, HttpSession session, SdpFragment fragment, boolean mayRestart)
      throws NegotiationException {
    Participant self = session.participant();
    Optional<IceParameters> named = fragment.ice();
    if (named.isEmpty() || named.get().equals(self.negotiated().remote())) {
      context.response().setStatusCode(204).end();
    } else if (!mayRestart) {
      Problem.send(context, 400, "The ICE credentials are not the session's: restart with *.");
    } else {
      // RFC 9725 §4.3.3
      IceParameters local = services.negotiations().restartIce(self, named.get());
      session.renewEtag();
      context
          .response()
          .setStatusCode(200)
          .putHeader(HttpHeaders.CONTENT_TYPE, SdpFragment.CONTENT_TYPE)
          .putHeader(HttpHeaders.ETAG, session.etag())
          .end(fragment.restarted(local, media.candidates(self.number())).write());
    }
  }
}
