package io.weir.signaling.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import io.weir.signaling.message.LeaveReason;
import io.weir.signaling.message.RequestException;
import io.weir.signaling.message.TrackView;
import io.weir.signaling.session.Participant;
import io.weir.signaling.session.Room;
import io.weir.signaling.session.RoomDirectory;
import io.weir.signaling.statistics.StatisticsCache;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists, shows, mutes and removes who is in a room. Signaling's event loop only. */
final class ParticipantResources {

  private final RoomDirectory rooms;
  private final StatisticsCache cache;

  ParticipantResources(RoomDirectory rooms, StatisticsCache cache) {
    this.rooms = rooms;
    this.cache = cache;
  }

  Future<Views.Participants> list(RoutingContext context) throws RequestException {
    Page page = Page.of(context);
    Room room = Paths.room(context, rooms);
    return cache
        .get()
        .map(measured -> {
          List<Participant> all = List.copyOf(room.participants());
          return new Views.Participants(
              all.size(),
              page.offset(),
              page.of(all).stream()
                  .map(participant -> ViewFactory.participant(participant, measured))
                  .toList());
        });
  }

  Future<Views.ParticipantDetail> show(RoutingContext context) throws RequestException {
    Participant participant = find(context);
    return cache.get().map(measured -> ViewFactory.detail(participant, measured));
  }

  /** Takes somebody out of the room. */
  Future<@Nullable Object> remove(RoutingContext context) throws RequestException {
    rooms.remove(find(context), LeaveReason.REMOVED);
    return Future.succeededFuture();
  }

  /** Mutes everything that somebody publishes. */
  Future<Views.ParticipantDetail> change(RoutingContext context, JsonNode body)
      throws RequestException {
    Participant participant = find(context);
    Muting.require(body);
    for (TrackView track : participant.view().tracks()) {
      rooms.mute(participant, track.id());
    }
    return cache.get().map(measured -> ViewFactory.detail(participant, measured));
  }

  private Participant find(RoutingContext context) throws RequestException {
    return Paths.participant(context, Paths.room(context, rooms));
  }
}
