package io.weir.signaling.session;

import io.weir.signaling.message.ErrorCode;
import io.weir.signaling.message.EventText;
import io.weir.signaling.message.RequestException;
import io.weir.signaling.message.RoomView;
import io.weir.signaling.message.ServerMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A room's state, and the news of it to everybody in it. Signaling's event loop only. */
public final class Room {

  private final String name;
  private final Map<String, Participant> participants = new LinkedHashMap<>();
  private final Map<Long, Participant> byNumber = new LinkedHashMap<>();
  private List<String> activeSpeakers = List.of();
  private @Nullable Participant presenter;
  private RoomSettings settings;
  private final ChatHistory chat = new ChatHistory();
  private final AtomicInteger lastTrackNumber = new AtomicInteger();

  Room(String name, RoomSettings settings) {
    this.name = name;
    this.settings = settings;
  }

  /** The room's name. */
  public String name() {
    return name;
  }

  /** What an operator set for the room. */
  public RoomSettings settings() {
    return settings;
  }

  void setSettings(RoomSettings next) {
    settings = next;
  }

  /** Everybody in the room, viewers included, in order of joining. */
  public Collection<Participant> participants() {
    return participants.values();
  }

  /** Refuses somebody who would publish when as many do as an operator allows. */
  void requirePlaceToPublish(Participant newcomer) throws RequestException {
    if (newcomer.publishes()) {
      return; // A lower limit puts nobody out who publishes already.
    }
    long others =
        participants.values().stream()
            .filter(other -> other != newcomer && other.publishes())
            .count();
    if (settings.maxPublishers().isPresent() && others >= settings.maxPublishers().getAsInt()) {
      throw new RequestException(
          ErrorCode.FULL, "As many publish in this room as may; you can still watch.");
    }
  }

  /** Whether nobody is in the room. */
  public boolean isEmpty() {
    return participants.isEmpty();
  }

  /** The participant of this id that others see, or null. */
  public @Nullable Participant find(String id) {
    Participant found = participants.get(id);
    return found != null && found.isVisible() ? found : null;
  }

  /** The visible participant of this id, else the first of this identity, or null. */
  public @Nullable Participant findByIdOrIdentity(String wanted) {
    Participant byId = find(wanted);
    if (byId != null) {
      return byId;
    }
    for (Participant participant : participants.values()) {
      if (participant.isVisible() && participant.profile().identity().equals(wanted)) {
        return participant;
      }
    }
    return null;
  }

  /** The room's one WHIP presenter, or null. */
  public @Nullable Participant presenter() {
    return presenter;
  }

  /** Makes somebody the room's presenter until they leave. */
  public void setPresenter(Participant presenter) {
    this.presenter = presenter;
  }

  /** The participant whom the media plane knows by this number, or null. */
  public @Nullable Participant findByNumber(long number) {
    return byNumber.get(number);
  }

  void add(Participant participant) {
    participants.put(participant.id(), participant);
    byNumber.put(participant.number(), participant);
  }

  void remove(Participant participant) {
    participants.remove(participant.id());
    byNumber.remove(participant.number());
    if (presenter == participant) {
      presenter = null;
    }
    if (activeSpeakers.contains(participant.id())) {
      List<String> remaining = new ArrayList<>(activeSpeakers);
      remaining.remove(participant.id());
      activeSpeakers = List.copyOf(remaining);
    }
  }

  /** Counts up, never twice the same while the room lives; 0 names no track. Any thread. */
  int nextTrackNumber() {
    return lastTrackNumber.incrementAndGet();
  }

  @Nullable PublishedTrack track(Participant publisher, int number) {
    for (PublishedTrack track : publisher.tracks().values()) {
      if (track.number() == number) {
        return track;
      }
    }
    return null;
  }

  /** A track and who publishes it. */
  record Publication(Participant publisher, PublishedTrack track) {}

  @Nullable Publication findTrack(String id) {
    for (Participant participant : participants.values()) {
      PublishedTrack track = participant.track(id);
      if (track != null) {
        return new Publication(participant, track);
      }
    }
    return null;
  }

  void setActiveSpeakers(List<Long> numbers) {
    List<String> ids = new ArrayList<>();
    for (long number : numbers) {
      Participant speaker = byNumber.get(number);
      if (speaker != null && speaker.isVisible()) {
        ids.add(speaker.id());
      }
    }
    if (!ids.equals(activeSpeakers)) {
      activeSpeakers = List.copyOf(ids);
      tellAll(new ServerMessage.ActiveSpeakers(ids));
    }
  }

  /** What was said to everybody. */
  ChatHistory chat() {
    return chat;
  }

  /** Tells everybody in the room. */
  void tellAll(ServerMessage.Event event) {
    EventText text = new EventText(event);
    for (Participant participant : List.copyOf(participants.values())) {
      participant.sink().onEvent(text);
    }
  }

  /** Tells everybody but one. */
  void tellOthers(Participant except, ServerMessage.Event event) {
    EventText text = new EventText(event);
    for (Participant participant : List.copyOf(participants.values())) {
      if (participant != except) {
        participant.sink().onEvent(text);
      }
    }
  }

  /** The room as clients see it: without viewers. */
  public RoomView view() {
    return new RoomView(
        name,
        participants.values().stream()
            .filter(Participant::isVisible)
            .map(Participant::view)
            .toList(),
        activeSpeakers);
  }
}
