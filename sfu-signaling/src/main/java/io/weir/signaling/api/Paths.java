package io.weir.signaling.api;

import io.vertx.ext.web.RoutingContext;
import io.weir.signaling.message.ErrorCode;
import io.weir.signaling.message.RequestException;
import io.weir.signaling.session.Participant;
import io.weir.signaling.session.Room;
import io.weir.signaling.session.RoomDirectory;
import java.util.Objects;

/** What a request's path names. Signaling's event loop only. */
final class Paths {

  private Paths() {}

  static String parameter(RoutingContext context, String name) {
    return Objects.requireNonNullElse(context.pathParam(name), "");
  }

  static Room room(RoutingContext context, RoomDirectory rooms) throws RequestException {
    Room room = rooms.find(parameter(context, "room"));
    if (room == null) {
      throw notFound("Nobody is in this room.");
    }
    return room;
  }

  /** Somebody in the room, WHEP viewers included. */
  static Participant participant(RoutingContext context, Room room) throws RequestException {
    String id = parameter(context, "participant");
    for (Participant participant : room.participants()) {
      if (participant.id().equals(id)) {
        return participant;
      }
    }
    throw notFound("No participant '" + id + "' is in the room.");
  }

  static RequestException notFound(String sentence) {
    return new RequestException(ErrorCode.NOT_FOUND, sentence);
  }
}
