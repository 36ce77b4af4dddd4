package io.weir.signaling.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.core.control.MediaKind;
import io.weir.core.control.TrackSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request as a client sends it; its fields have passed every check that needs no state. */
public sealed interface ClientMessage {

  /** The id that the reply carries. */
  RequestId id();

  /** What only somebody in a room may ask for. */
  sealed interface ForMembers extends ClientMessage {}

  /**
   * Enters a room.
   *
   * @param id request id
   * @param room a valid room name
   * @param token proof of rights, where the server has keys
   * @param name what other people read
   * @param metadata whatever the application wants others to know
   * @param key a secret of the client's choice, by which a repeated join finds the first one's
   *     session
   */
  record Join(
      RequestId id,
      String room,
      @Nullable String token,
      @Nullable String name,
      @Nullable ObjectNode metadata,
      @Nullable String key)
      implements ClientMessage {}

  /**
   * Offers what the client sends and the slots in which it receives.
   *
   * @param id request id
   * @param sdp the session description
   * @param tracks what the m-lines that send carry; the full list
   */
  record Offer(RequestId id, String sdp, List<OfferedTrack> tracks) implements ForMembers {

    public Offer {
      tracks = List.copyOf(tracks);
    }
  }

  /**
   * What one sending m-line carries.
   *
   * @param mid its m-line
   * @param source where the media comes from
   * @param name what the application calls it
   * @param muted whether it starts muted; null leaves a known track as it is
   */
  record OfferedTrack(
      String mid, TrackSource source, @Nullable String name, @Nullable Boolean muted) {}

  /**
   * A trickled ICE candidate, or the end of candidates.
   *
   * @param id request id
   * @param candidate the candidate-attribute (RFC 8839 §5.1), empty for the end
   * @param sdpMid its m-line
   */
  record Candidate(RequestId id, String candidate, @Nullable String sdpMid) implements ForMembers {}

  /**
   * Chooses what slots show.
   *
   * @param id request id
   * @param slots the changes; slots not named stay as they are
   */
  record View(RequestId id, List<SlotChoice> slots) implements ForMembers {

    public View {
      slots = List.copyOf(slots);
    }
  }

  /**
   * What one slot is to show.
   *
   * @param mid the slot's m-line
   * @param choice automatic, nothing, or a track
   * @param width wanted width in pixels, 0 when not said
   * @param height wanted height in pixels, 0 when not said
   * @param priority larger is more important
   */
  record SlotChoice(String mid, Choice choice, int width, int height, int priority) {}

  /** What a slot shows: a track's id, nothing, or what the server chooses. */
  sealed interface Choice {
    /** The server chooses. */
    record Automatic() implements Choice {}

    /** Nothing. */
    record Empty() implements Choice {}

    /**
     * One track.
     *
     * @param id the track's id
     */
    record Track(String id) implements Choice {}
  }

  /**
   * Stops or restarts a published track's media.
   *
   * @param id request id
   * @param mid the track's m-line
   * @param muted whether to stop
   */
  record Mute(RequestId id, String mid, boolean muted) implements ForMembers {}

  /**
   * Takes a published track away.
   *
   * @param id request id
   * @param mid the track's m-line
   */
  record Unpublish(RequestId id, String mid) implements ForMembers {}

  /**
   * Changes what others know of the participant; null leaves it as it is.
   *
   * @param id request id
   * @param name the new name
   * @param metadata the new metadata, replacing the old wholly
   */
  record Update(RequestId id, @Nullable String name, @Nullable ObjectNode metadata)
      implements ForMembers {}

  /**
   * Sends application data to other participants.
   *
   * @param id request id
   * @param to their ids; null for everyone else
   * @param topic what the application calls this kind of data
   * @param payload any JSON value
   */
  record Message(RequestId id, @Nullable List<String> to, @Nullable String topic, JsonNode payload)
      implements ForMembers {}

  /**
   * Asks what is measured of oneself, and tells what one's browser sees.
   *
   * @param id request id
   * @param slots what it tells of slots; they need not be all
   */
  record Statistics(RequestId id, List<SeenSlot> slots) implements ForMembers {

    public Statistics {
      slots = List.copyOf(slots);
    }
  }

  /**
   * What a browser has counted in one slot since its connection began.
   *
   * @param mid the slot's m-line
   * @param freezes how often the picture stood still
   * @param frozenMs how long in all
   */
  record SeenSlot(String mid, long freezes, long frozenMs) {}

  /**
   * Acts on another participant.
   *
   * @param id request id
   * @param participant whom
   * @param action what is to be done
   */
  record Moderate(RequestId id, String participant, Moderation action) implements ForMembers {}

  /** What a moderator does to somebody. */
  sealed interface Moderation {
    /**
     * Mutes tracks; with neither given, all of them.
     *
     * @param track one track's id
     * @param kind all tracks of this kind
     */
    record Mute(@Nullable String track, @Nullable MediaKind kind) implements Moderation {}

    /** Takes the participant out of the room. */
    record Remove() implements Moderation {}

    /**
     * Changes what the participant may do.
     *
     * @param can names of all rights that it has from now on
     */
    record Rights(List<String> can) implements Moderation {

      public Rights {
        can = List.copyOf(can);
      }
    }
  }

  /**
   * Takes up a session whose WebSocket was lost.
   *
   * @param id request id
   * @param session the session's secret name
   * @param seq the last event that the client saw
   */
  record Resume(RequestId id, String session, long seq) implements ClientMessage {}

  /**
   * Leaves the room at once.
   *
   * @param id request id
   */
  record Leave(RequestId id) implements ForMembers {}
}
