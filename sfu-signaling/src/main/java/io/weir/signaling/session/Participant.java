package io.weir.signaling.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.core.control.Command;
import io.weir.core.control.MediaKind;
import io.weir.core.control.SlotParameters;
import io.weir.core.control.TransportParameters;
import io.weir.signaling.auth.Grants;
import io.weir.signaling.auth.Right;
import io.weir.signaling.message.ParticipantView;
import io.weir.signaling.sdp.NegotiationState;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Somebody in a room, with what they publish and receive. Signaling's event loop only. */
public final class Participant {

  private final String id;
  private final long number;
  private final Room room;
  private Profile profile;
  private final ParticipantSink sink;
  private final TransportLiveness transport = new TransportLiveness();

  private final Map<String, PublishedTrack> tracks = new LinkedHashMap<>();
  private final FreezeReports freezes;
  private List<SlotParameters> slots = List.of();
  private NegotiationState negotiation = NegotiationState.INITIAL;
  private @Nullable TransportParameters association;
  private boolean present = true;
  private boolean announced;
  private boolean connected;
  private boolean offerPending;

  /**
   * What others know of a participant.
   *
   * @param identity who it is
   * @param name what people read
   * @param metadata what the application says of it
   * @param joinedAt epoch milliseconds
   * @param role what it is in the room for
   * @param grants what it may do
   */
  public record Profile(
      String identity, String name, ObjectNode metadata, long joinedAt, Role role, Grants grants) {}

  /** What a participant is in its room for. */
  public enum Role {
    /** Takes part over a WebSocket. */
    MEMBER,
    /** Publishes over WHIP. */
    PRESENTER,
    /** Watches over WHEP, unseen by the others. */
    VIEWER
  }

  Participant(String id, long number, Room room, Profile profile, ParticipantSink sink) {
    this.id = id;
    this.number = number;
    this.room = room;
    this.profile = profile;
    this.sink = sink;
    this.freezes = new FreezeReports(profile.joinedAt());
  }

  /** Unique per join. */
  public String id() {
    return id;
  }

  /** The number by which the media plane knows it. */
  public long number() {
    return number;
  }

  /** Where it is, or was. */
  public Room room() {
    return room;
  }

  /** What others know of it. */
  public Profile profile() {
    return profile;
  }

  /** Who it is and what it may do. */
  public Grants grants() {
    return profile.grants();
  }

  /** Whether others see it. */
  public boolean isVisible() {
    return announced;
  }

  /** Whether its media path stands and something came over it lately. */
  public boolean isConnected() {
    return transport.isAlive();
  }

  void announce() {
    announced = true;
  }

  /** Whether it is still in the room. */
  public boolean isPresent() {
    return present;
  }

  /** Notes that its media transport stood; true the first time. */
  boolean connectsFirst() {
    boolean first = !connected;
    connected = true;
    return first;
  }

  ParticipantSink sink() {
    return sink;
  }

  TransportLiveness transport() {
    return transport;
  }

  Map<String, PublishedTrack> tracks() {
    return tracks;
  }

  /** Its slots. */
  public List<SlotParameters> slots() {
    return slots;
  }

  @Nullable TransportParameters association() {
    return association;
  }

  /** The association, where there must be one. */
  public TransportParameters negotiated() {
    TransportParameters agreed = association;
    if (agreed == null) {
      throw new IllegalStateException("nothing was negotiated yet");
    }
    return agreed;
  }

  NegotiationState negotiation() {
    return negotiation;
  }

  void agree(TransportParameters transport, List<SlotParameters> agreed, NegotiationState state) {
    association = transport;
    slots = agreed;
    negotiation = state;
    freezes.retain(agreed.stream().map(slot -> slot.rtp().mid()).collect(Collectors.toSet()));
  }

  /** What it tells of pictures that stood still in its slots. */
  public FreezeReports freezes() {
    return freezes;
  }

  /** Forgets a track; its mid gets a new number when it is offered again. */
  void unpublish(String mid) {
    tracks.remove(mid);
    negotiation = negotiation.withoutTrack(mid);
  }

  void setAssociation(TransportParameters association) {
    this.association = association;
  }

  boolean offerPending() {
    return offerPending;
  }

  void setOfferPending(boolean offerPending) {
    this.offerPending = offerPending;
  }

  void setProfile(@Nullable String name, @Nullable ObjectNode metadata) {
    Profile now = profile;
    profile =
        new Profile(
            now.identity(),
            Objects.requireNonNullElse(name, now.name()),
            Objects.requireNonNullElse(metadata, now.metadata()),
            now.joinedAt(),
            now.role(),
            now.grants());
  }

  void setRights(Set<Right> rights) {
    Profile now = profile;
    profile =
        new Profile(
            now.identity(),
            now.name(),
            now.metadata(),
            now.joinedAt(),
            now.role(),
            now.grants().withRights(rights));
  }

  void depart() {
    present = false;
  }

  /** The mids of its tracks and slots. */
  Set<String> mids() {
    Set<String> mids = new HashSet<>(tracks.keySet());
    slots.forEach(slot -> mids.add(slot.rtp().mid()));
    return mids;
  }

  /** What the media plane has to know of everything negotiated so far. */
  Command.Negotiate negotiateCommand() {
    return new Command.Negotiate(
        room.name(),
        number,
        negotiated(),
        tracks.values().stream().map(PublishedTrack::parameters).toList(),
        slots);
  }

  @Nullable PublishedTrack track(String id) {
    for (PublishedTrack track : tracks.values()) {
      if (track.id().equals(id)) {
        return track;
      }
    }
    return null;
  }

  @Nullable SlotParameters slot(String mid) {
    for (SlotParameters slot : slots) {
      if (slot.rtp().mid().equals(mid)) {
        return slot;
      }
    }
    return null;
  }

  /** Whether it has a track. */
  public boolean publishes() {
    return !tracks.isEmpty();
  }

  /** How many tracks it has. */
  public int trackCount() {
    return tracks.size();
  }

  /** Id of the track that the media plane knows by this number, or null. */
  public @Nullable String trackId(int trackNumber) {
    for (PublishedTrack track : tracks.values()) {
      if (track.number() == trackNumber) {
        return track.id();
      }
    }
    return null;
  }

  /** Numbers of its tracks of one kind, in the order in which they were published. */
  public List<Integer> trackNumbers(MediaKind kind) {
    return tracks.values().stream()
        .filter(track -> track.kind() == kind)
        .map(PublishedTrack::number)
        .toList();
  }

  /** What others see of it. */
  public ParticipantView view() {
    return new ParticipantView(
        id,
        profile().identity(),
        profile().name(),
        profile().metadata(),
        profile().joinedAt(),
        tracks.values().stream().map(PublishedTrack::view).toList());
  }
}
