package io.weir.signaling.api;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import io.weir.signaling.auth.Authenticator;
import io.weir.signaling.auth.Right;
import io.weir.signaling.message.ErrorCode;
import io.weir.signaling.message.RequestException;
import io.weir.signaling.message.RoomName;
import io.weir.signaling.web.Bearer;
import io.weir.signaling.web.Loopback;
import io.weir.signaling.web.Problem;

/**
 * Who may control what: a token with the right {@code admin} its own room, one for every room the
 * whole server; without keys everybody on this machine. Signaling's event loop only.
 */
public final class AdminAccess {

  /** The room that only tokens for every room are for. */
  private static final String EVERY_ROOM = "*";

  private final Authenticator authenticator;

  /** Access for holders of these tokens. */
  public AdminAccess(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  /** Passes requests on that may control the whole server; answers others. */
  public Handler<RoutingContext> toServer() {
    return context -> require(context, EVERY_ROOM);
  }

  /** Passes requests on that may control the room of their path; answers others. */
  Handler<RoutingContext> toRoom() {
    return context -> {
      String room = Paths.parameter(context, "room");
      if (RoomName.isValid(room)) {
        require(context, room);
      } else {
        Problem.send(context, 404, "No such room: " + RoomName.RULE + ".");
      }
    };
  }

  /** The request's body waits until it is known whose it is; one that nobody reads is discarded. */
  private void require(RoutingContext context, String room) {
    context.request().pause();
    authenticator
        .authenticate(Bearer.token(context.request()), room, Loopback.isRemote(context.request()))
        .compose(grants -> {
          try {
            grants.require(Right.ADMIN);
            return Future.succeededFuture();
          } catch (RequestException e) {
            return Future.failedFuture(explained(grants.identity() == null));
          }
        })
        .onComplete(known -> context.request().resume())
        .onSuccess(allowed -> context.next())
        .onFailure(refusal -> Problem.send(context, refusal));
  }

  private static RequestException explained(boolean maybeOpen) {
    return new RequestException(
        ErrorCode.FORBIDDEN,
        maybeOpen
            ? "This needs a token that allows 'admin'; a server without WEIR_API_KEYS lets only"
                + " this machine in."
            : "Your token does not allow 'admin'.");
  }
}
