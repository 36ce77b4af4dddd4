package io.weir.signaling.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import io.weir.signaling.message.ErrorCode;
import io.weir.signaling.message.Measurements;
import io.weir.signaling.message.RequestException;
import io.weir.signaling.message.TrackView;
import io.weir.signaling.session.Participant;
import io.weir.signaling.session.Room;
import io.weir.signaling.session.RoomDirectory;
import io.weir.signaling.session.RoomSettings;
import io.weir.signaling.statistics.Measured;
import io.weir.signaling.statistics.MeasurementFactory;
import io.weir.signaling.statistics.StatisticsCache;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Lists, shows, closes and sets up rooms. Signaling's event loop only. */
final class RoomResources {

  private static final int MAX_REASON_LENGTH = 200;
  private static final String DEFAULT_REASON = "closed";

  /** What the server itself says, and clients act on. */
  private static final Set<String> RESERVED_REASONS = Set.of("shutdown", "removed");

  private final RoomDirectory rooms;
  private final StatisticsCache cache;

  RoomResources(RoomDirectory rooms, StatisticsCache cache) {
    this.rooms = rooms;
    this.cache = cache;
  }

  /** Rooms that somebody is in or that have settings, by name. */
  Future<Views.Rooms> list(RoutingContext context) throws RequestException {
    Page page = Page.of(context);
    return cache
        .get()
        .map(measured -> {
          TreeSet<String> names = new TreeSet<>(rooms.allSettings().keySet());
          rooms.rooms().forEach(room -> names.add(room.name()));
          return new Views.Rooms(
              names.size(),
              page.offset(),
              page.of(List.copyOf(names)).stream().map(name -> view(name, measured)).toList());
        });
  }

  Future<Views.Room> show(RoutingContext context) throws RequestException {
    String name = known(context);
    return cache.get().map(measured -> view(name, measured));
  }

  private Views.Room view(String name, Measured measured) {
    return ViewFactory.room(name, rooms.find(name), rooms.settings(name), measured);
  }

  private String known(RoutingContext context) throws RequestException {
    String name = Paths.parameter(context, "room");
    if (rooms.find(name) == null && rooms.settings(name).equals(RoomSettings.NONE)) {
      throw Paths.notFound("Nobody is in this room, and it has no settings.");
    }
    return name;
  }

  /** Ends the room for everybody; its settings stay. */
  Future<@Nullable Object> close(RoutingContext context) throws RequestException {
    String reason = context.request().getParam("reason");
    if (reason != null && (reason.isBlank() || reason.length() > MAX_REASON_LENGTH)) {
      throw new RequestException(
          ErrorCode.BAD_REQUEST, "'reason' has 1 to " + MAX_REASON_LENGTH + " characters.");
    }
    if (reason != null && RESERVED_REASONS.contains(reason)) {
      throw new RequestException(
          ErrorCode.BAD_REQUEST, "'" + reason + "' is a reason that only the server gives.");
    }
    rooms.closeRoom(Paths.room(context, rooms), reason == null ? DEFAULT_REASON : reason);
    return Future.succeededFuture();
  }

  Future<RoomSettingsJson.Body> settings(RoutingContext context) {
    return Future.succeededFuture(
        RoomSettingsJson.write(rooms.settings(Paths.parameter(context, "room"))));
  }

  Future<RoomSettingsJson.Body> replaceSettings(RoutingContext context, JsonNode body)
      throws RequestException {
    return set(context, RoomSettingsJson.read(body, RoomSettings.NONE));
  }

  Future<RoomSettingsJson.Body> changeSettings(RoutingContext context, JsonNode body)
      throws RequestException {
    RoomSettings present = rooms.settings(Paths.parameter(context, "room"));
    return set(context, RoomSettingsJson.read(body, present));
  }

  private Future<RoomSettingsJson.Body> set(RoutingContext context, RoomSettings settings)
      throws RequestException {
    rooms.setSettings(Paths.parameter(context, "room"), settings);
    return settings(context);
  }

  Future<@Nullable Object> forgetSettings(RoutingContext context) throws RequestException {
    rooms.setSettings(Paths.parameter(context, "room"), RoomSettings.NONE);
    return Future.succeededFuture();
  }

  Future<Views.Tracks> tracks(RoutingContext context) throws RequestException {
    Page page = Page.of(context);
    Room room = Paths.room(context, rooms);
    return cache
        .get()
        .map(measured -> {
          List<Measurements.Track> all = new ArrayList<>();
          for (Participant publisher : room.participants()) {
            for (TrackView track : publisher.view().tracks()) {
              all.add(MeasurementFactory.track(publisher, track, measured));
            }
          }
          return new Views.Tracks(all.size(), page.offset(), page.of(all));
        });
  }

  /** Mutes or unmutes one track. */
  Future<Measurements.Track> changeTrack(RoutingContext context, JsonNode body)
      throws RequestException {
    String id = Paths.parameter(context, "track");
    Muting.require(body);
    for (Participant publisher : Paths.room(context, rooms).participants()) {
      for (TrackView track : publisher.view().tracks()) {
        if (track.id().equals(id)) {
          rooms.mute(publisher, id);
          return cache.get().map(measured -> changed(publisher, id, track, measured));
        }
      }
    }
    throw Paths.notFound("Nobody in the room publishes a track '" + id + "'.");
  }

  private static Measurements.Track changed(
      Participant publisher, String id, TrackView before, Measured measured) {
    TrackView now =
        publisher.view().tracks().stream()
            .filter(track -> track.id().equals(id))
            .findFirst()
            .orElse(before);
    return MeasurementFactory.track(publisher, now, measured);
  }
}
