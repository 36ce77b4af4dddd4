package io.weir.signaling.session;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.core.control.Command;
import io.weir.core.control.PublisherLimits;
import io.weir.signaling.auth.Grants;
import io.weir.signaling.config.Limits;
import io.weir.signaling.message.ErrorCode;
import io.weir.signaling.message.LeaveReason;
import io.weir.signaling.message.RequestException;
import io.weir.signaling.message.ServerMessage;
import io.weir.signaling.sdp.RoomCodecs;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** All rooms: who comes in, who goes, and what the media plane hears of it. Event loop only. */
public final class RoomDirectory {

  /** Who muted a track, where no participant did. */
  private static final String BY_OPERATOR = "operator";

  private static final Logger LOG = LoggerFactory.getLogger(RoomDirectory.class);
  private static final long BITS_PER_KBIT = 1000;

  private final MediaPlane media;
  private final InstantSource clock;
  private final Map<String, Room> rooms = new LinkedHashMap<>();
  private final RoomSettingsStore settings = new RoomSettingsStore();
  private final Limits limits;
  private int participants;
  private boolean draining;

  /** A directory without rooms. */
  public RoomDirectory(MediaPlane media, InstantSource clock, Limits limits) {
    this.media = media;
    this.clock = clock;
    this.limits = limits;
  }

  /**
   * How somebody wants to be known.
   *
   * @param name what people read; null takes the token's
   * @param metadata what the application says; null is empty
   * @param identity used where the token has none; null is the participant's id
   * @param role what they come for
   */
  public record Newcomer(
      @Nullable String name,
      @Nullable ObjectNode metadata,
      @Nullable String identity,
      Participant.Role role) {}

  /** Lets somebody into a room and tells those already there. */
  public Participant join(String roomName, Grants grants, Newcomer newcomer, ParticipantSink sink)
      throws RequestException {
    Participant participant = enter(roomName, grants, newcomer, sink);
    announce(participant, List.of());
    return participant;
  }

  /** Tells those in the room of somebody who entered, and of what they brought. */
  public void announce(Participant participant, List<ServerMessage.Event> news) {
    Room room = participant.room();
    ServerMessage.Event joined =
        new ServerMessage.ParticipantJoined(participant.view().withoutTracks());
    participant.announce();
    room.tellOthers(participant, joined);
    news.forEach(room::tellAll);
  }

  /** Refuses a newcomer when the server or the room is full. */
  private void requirePlace(String roomName) throws RequestException {
    if (draining) {
      throw new RequestException(
          ErrorCode.DRAINING, "This server is about to end; try again in a few seconds.");
    }
    Room room = rooms.get(roomName);
    if (participants >= limits.participants() || (room == null && rooms.size() >= limits.rooms())) {
      throw new RequestException(ErrorCode.FULL, "The server is full; try again later.");
    }
    int places = settings.get(roomName).maxParticipants().orElse(limits.roomParticipants());
    if (room != null && room.participants().size() >= places) {
      throw new RequestException(ErrorCode.FULL, "The room is full.");
    }
  }

  /** Lets somebody into a room, opening it if need be; unseen until announced. */
  public Participant enter(String roomName, Grants grants, Newcomer newcomer, ParticipantSink sink)
      throws RequestException {
    requirePlace(roomName);
    Room room = rooms.computeIfAbsent(roomName, name -> new Room(name, settings.get(name)));
    String id = RandomIds.participant();
    String fallback = Objects.requireNonNullElse(newcomer.identity(), id);
    Participant.Profile profile =
        new Participant.Profile(
            Objects.requireNonNullElse(grants.identity(), fallback),
            firstOf(newcomer.name(), grants.name()),
            Objects.requireNonNullElseGet(
                newcomer.metadata(), JsonNodeFactory.instance::objectNode),
            clock.millis(),
            newcomer.role(),
            grants);
    Participant participant =
        new Participant(id, media.newParticipant(roomName), room, profile, sink);
    media.submit(new Command.AddParticipant(roomName, participant.number()));
    room.add(participant);
    participants++;
    limitPublisher(participant);
    about(participant, "joined").log("{} joined room {} as {}", id, roomName, newcomer.role());
    return participant;
  }

  private void limitPublisher(Participant participant) {
    Room room = participant.room();
    OptionalInt own = room.settings().maxPublisherBitrate();
    long bitsPerSecond = own.isPresent() ? own.getAsInt() : BITS_PER_KBIT * limits.publisherKbps();
    media.submit(
        new Command.LimitPublisher(
            room.name(),
            participant.number(),
            new PublisherLimits(bitsPerSecond, limits.publisherSsrcs())));
  }

  /** What logs in JSON are searched for. */
  private static LoggingEventBuilder about(Participant participant, String event) {
    return LOG.atInfo()
        .addKeyValue("event", event)
        .addKeyValue("room", participant.room().name())
        .addKeyValue("participant", participant.id());
  }

  private static String firstOf(@Nullable String own, @Nullable String granted) {
    return Objects.requireNonNullElse(own, Objects.requireNonNullElse(granted, ""));
  }

  /** Takes somebody out of their room and tells those who stay; an emptied room is freed. */
  public void leave(Participant participant, LeaveReason reason) {
    if (!participant.isPresent()) {
      return;
    }
    depart(participant);
    Room room = participant.room();
    if (participant.isVisible()) {
      room.tellAll(new ServerMessage.ParticipantLeft(participant.id(), reason));
    }
    about(participant, "left")
        .log("{} left room {}: {}", participant.id(), room.name(), reason.wireName());
  }

  private void depart(Participant participant) {
    Room room = participant.room();
    participant.depart();
    participants--;
    room.remove(participant);
    media.submit(new Command.RemoveParticipant(room.name(), participant.number()));
    if (room.isEmpty()) {
      rooms.remove(room.name());
    }
  }

  /** Takes somebody out who did not ask for it. */
  public void remove(Participant participant, LeaveReason reason) {
    if (participant.isPresent()) {
      if (reason == LeaveReason.REMOVED) {
        // To who is removed the room is closed; a client that only lost its connection comes back.
        participant.sink().onEvent(new ServerMessage.RoomClosed(reason.wireName()));
      }
      leave(participant, reason);
      participant.sink().onRemoved(reason);
    }
  }

  /** Ends a room for everybody in it; its settings stay. */
  public void closeRoom(Room room, String reason) {
    room.tellAll(new ServerMessage.RoomClosed(reason));
    for (Participant participant : List.copyOf(room.participants())) {
      depart(participant);
      participant.sink().onRemoved(LeaveReason.ROOM_CLOSED);
    }
    LOG.atInfo()
        .addKeyValue("event", "roomClosed")
        .addKeyValue("room", room.name())
        .log("Room {} was closed: {}", room.name(), reason);
  }

  /**
   * Mutes somebody's track on behalf of an operator, and tells everybody, its publisher too, who
   * alone can unmute it. False when it was muted already.
   */
  public boolean mute(Participant publisher, String trackId) throws RequestException {
    return mute(publisher, trackId, BY_OPERATOR);
  }

  /** The same, said to be done by the participant of this id. */
  boolean mute(Participant publisher, String trackId, String by) throws RequestException {
    PublishedTrack track = publisher.track(trackId);
    if (track == null) {
      throw new RequestException(
          ErrorCode.NOT_FOUND, "The participant does not publish a track '" + trackId + "'.");
    }
    if (track.muted()) {
      return false;
    }
    track.setMuted(true);
    Room room = publisher.room();
    media.submit(new Command.MuteTrack(room.name(), publisher.number(), track.number(), true));
    room.tellAll(new ServerMessage.TrackMuted(track.id(), true, by));
    return true;
  }

  /** What was set for a room, whether anybody is in it or not. */
  public RoomSettings settings(String roomName) {
    return settings.get(roomName);
  }

  /** The rooms for which something is set, with what. */
  public Map<String, RoomSettings> allSettings() {
    return settings.all();
  }

  /**
   * Sets what holds for a room from now on, whether anybody is in it or not; {@link
   * RoomSettings#NONE} forgets it. Codecs hold for offers that come later, and members who publish
   * are asked to offer again.
   */
  public void setSettings(String roomName, RoomSettings next) throws RequestException {
    try {
      if (!next.codecs().isEmpty()) {
        RoomCodecs.check(next.codecs());
      }
    } catch (IllegalArgumentException e) {
      throw new RequestException(ErrorCode.BAD_REQUEST, Objects.requireNonNull(e.getMessage()));
    }
    settings.put(roomName, next);
    Room room = rooms.get(roomName);
    if (room != null) {
      boolean otherCodecs = !next.codecs().equals(room.settings().codecs());
      room.setSettings(next);
      room.participants().forEach(this::limitPublisher);
      if (otherCodecs) {
        askForOffers(room);
      }
    }
  }

  private static void askForOffers(Room room) {
    for (Participant participant : List.copyOf(room.participants())) {
      if (participant.profile().role() == Participant.Role.MEMBER
          && !participant.tracks().isEmpty()) {
        participant.sink().onEvent(new ServerMessage.Renegotiate("codecs"));
      }
    }
  }

  /** The room of this name, or null while nobody is in it. */
  public @Nullable Room find(String roomName) {
    return rooms.get(roomName);
  }

  /** The rooms that somebody is in. */
  public Collection<Room> rooms() {
    return rooms.values();
  }

  /** Takes nobody in any more, and tells everybody that calls here had better come to an end. */
  public void drain(Duration retryAfter) {
    draining = true;
    ServerMessage.Event news = new ServerMessage.GoAway("shutdown", retryAfter.toMillis());
    List.copyOf(rooms.values()).forEach(room -> room.tellAll(news));
  }

  /** How many people are in all rooms, viewers included. */
  public int size() {
    return participants;
  }

  /** Ends all calls. */
  public void close() {
    List<Participant> everybody = new ArrayList<>();
    rooms.values().forEach(room -> everybody.addAll(room.participants()));
    for (Participant participant : everybody) {
      participant.sink().onServerClosing();
    }
  }
}
