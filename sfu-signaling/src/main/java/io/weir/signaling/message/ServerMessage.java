package io.weir.signaling.message;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server sends: a reply or an error to a request, or an event. */
public sealed interface ServerMessage {

  /** The request was carried out. */
  sealed interface Reply extends ServerMessage {
    /** The request's id. */
    @JsonIgnore
    RequestId id();
  }

  /**
   * Carried out, with nothing to say.
   *
   * @param id request id
   */
  record Done(@JsonIgnore RequestId id) implements Reply {}

  /**
   * Answers {@code join}.
   *
   * @param id request id
   * @param session secret name of the session
   * @param participant the participant that joined
   * @param room the whole state of the room, the participant included
   * @param history what was said to everybody, newest last
   * @param iceServers RTCIceServer objects
   * @param can the rights granted
   * @param seq sequence number of the last event that {@code room} includes
   */
  record Joined(
      @JsonIgnore RequestId id,
      String session,
      ParticipantView participant,
      RoomView room,
      List<ChatEntry> history,
      ArrayNode iceServers,
      List<String> can,
      long seq)
      implements Reply {

    public Joined {
      history = List.copyOf(history);
      can = List.copyOf(can);
    }
  }

  /**
   * Answers {@code resume}; the missed events follow.
   *
   * @param id request id
   * @param iceServers RTCIceServer objects
   * @param can the rights that the session has now
   * @param seq sequence number of the last event that the session was sent, missed ones included
   */
  record Resumed(@JsonIgnore RequestId id, ArrayNode iceServers, List<String> can, long seq)
      implements Reply {

    public Resumed {
      can = List.copyOf(can);
    }
  }

  /**
   * Answers {@code message}.
   *
   * @param id request id
   * @param time when the server took it, in epoch milliseconds
   */
  record Delivered(@JsonIgnore RequestId id, long time) implements Reply {}

  /**
   * Answers {@code offer}.
   *
   * @param id request id
   * @param sdp the answer
   */
  record Answered(@JsonIgnore RequestId id, String sdp) implements Reply {}

  /**
   * Answers {@code statistics}.
   *
   * @param id request id
   * @param transport one's own association; null before the first offer, or when nothing is known
   * @param tracks what one publishes
   * @param slots what one is shown
   */
  record Measured(
      @JsonIgnore RequestId id,
      @JsonInclude(JsonInclude.Include.ALWAYS) Measurements.@Nullable Transport transport,
      List<Measurements.Track> tracks,
      List<Measurements.Slot> slots)
      implements Reply {

    public Measured {
      tracks = List.copyOf(tracks);
      slots = List.copyOf(slots);
    }
  }

  /**
   * The request was refused.
   *
   * @param id request id; null when it could not be read
   * @param code what kind of refusal
   * @param message one sentence for people
   */
  record Refused(@Nullable RequestId id, ErrorCode code, String message) implements ServerMessage {}

  /** Something happened; it gets the session's next sequence number when sent. */
  sealed interface Event extends ServerMessage {
    /** The message's {@code type}. */
    @JsonIgnore
    default String type() {
      String name = getClass().getSimpleName();
      return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
  }

  /** Somebody joined. */
  record ParticipantJoined(ParticipantView participant) implements Event {}

  /** Somebody's name or metadata changed. */
  record ParticipantUpdated(ParticipantView participant) implements Event {}

  /**
   * Somebody left, and their tracks with them.
   *
   * @param participant id
   * @param reason why
   */
  record ParticipantLeft(String participant, LeaveReason reason) implements Event {}

  /** A track can be viewed from now on. */
  record TrackPublished(TrackView track) implements Event {}

  /**
   * A track is gone.
   *
   * @param track id
   */
  record TrackUnpublished(String track) implements Event {}

  /**
   * A track was muted or unmuted.
   *
   * @param track id
   * @param muted whether the server drops its media
   * @param by id of the moderator who did it, or {@code operator}; null when its publisher did
   */
  record TrackMuted(String track, boolean muted, @Nullable String by) implements Event {

    /** Done by the publisher. */
    public TrackMuted(String track, boolean muted) {
      this(track, muted, null);
    }
  }

  /**
   * The client's rights changed; told to nobody else.
   *
   * @param can names of all rights that it has from now on
   */
  record RightsChanged(List<String> can) implements Event {

    public RightsChanged {
      can = List.copyOf(can);
    }
  }

  /**
   * A slot shows something else.
   *
   * @param mid the slot's m-line
   * @param track id of the track shown, null for nothing
   * @param participant id of its publisher, null for nothing
   * @param reason why
   */
  record SlotChanged(
      String mid,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String track,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String participant,
      String reason)
      implements Event {}

  /**
   * Which encodings of a published video anybody watches; told to its publisher alone.
   *
   * @param mid the m-line that publishes it
   * @param rids lowest resolution first; none when nobody watches. The only encoding of a video
   *     without simulcast has an empty rid
   */
  record LayersWanted(String mid, List<String> rids) implements Event {

    public LayersWanted {
      rids = List.copyOf(rids);
    }
  }

  /**
   * The active speakers changed.
   *
   * @param participants ids, loudest first
   */
  record ActiveSpeakers(List<String> participants) implements Event {

    public ActiveSpeakers {
      participants = List.copyOf(participants);
    }
  }

  /**
   * Application data from another participant.
   *
   * @param from its id
   * @param to whom it was sent; null for everyone
   * @param topic what the application calls this kind of data
   * @param payload any JSON value
   * @param time when the server took it, in epoch milliseconds
   */
  record Message(
      String from,
      @Nullable List<String> to,
      @Nullable String topic,
      @JsonInclude(JsonInclude.Include.ALWAYS) JsonNode payload,
      long time)
      implements Event {}

  /**
   * The client is to make another offer.
   *
   * @param reason why
   */
  record Renegotiate(String reason) implements Event {}

  /**
   * The server is about to end: what goes on may go on for a while, new calls belong elsewhere.
   *
   * @param reason why
   * @param retryAfterMs when another join may succeed, here or at another server
   */
  record GoAway(String reason, long retryAfterMs) implements Event {}

  /**
   * The room is closed; the WebSocket closes next.
   *
   * @param reason why
   */
  record RoomClosed(String reason) implements Event {}
}
