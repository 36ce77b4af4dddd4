package io.weir.core.control;

import java.util.List;

/**
 * What signaling asks of the media plane. Commands of one participant take effect in the order in
 * which they were submitted; one naming an unknown room, participant or track does nothing.
 */
public sealed interface Command {

  /** The room that the command concerns. */
  String room();

  /** The participant that the command concerns; ids are unique in the server's life. */
  long participant();

  /**
   * Lets a participant in; the first one opens the room.
   *
   * @param room name of the room
   * @param participant a new id
   */
  record AddParticipant(String room, long participant) implements Command {}

  /**
   * Sets everything that an offer and its answer agreed on. The first one opens the transport,
   * later ones change it; tracks and slots missing from the lists end.
   *
   * @param room name of the room
   * @param participant whose
   * @param transport the association
   * @param tracks the full list of what is published
   * @param slots the full list of slots
   */
  record Negotiate(
      String room,
      long participant,
      TransportParameters transport,
      List<TrackParameters> tracks,
      List<SlotParameters> slots)
      implements Command {

    public Negotiate {
      tracks = List.copyOf(tracks);
      slots = List.copyOf(slots);
    }
  }

  /**
   * Changes what slots show; slots not named stay as they are.
   *
   * @param room name of the room
   * @param participant whose slots
   * @param views the changes
   */
  record View(String room, long participant, List<SlotView> views) implements Command {

    public View {
      views = List.copyOf(views);
    }
  }

  /**
   * Drops a track's media, or lets it through again; bindings stay.
   *
   * @param room name of the room
   * @param participant its publisher
   * @param track the track's number
   * @param muted whether to drop
   */
  record MuteTrack(String room, long participant, int track, boolean muted) implements Command {}

  /**
   * Limits what a participant may send, from now on.
   *
   * @param room name of the room
   * @param participant whom
   * @param limits the limits
   */
  record LimitPublisher(String room, long participant, PublisherLimits limits) implements Command {}

  /**
   * Removes a participant with its transport, tracks and slots; the last one frees the room.
   *
   * @param room name of the room
   * @param participant who
   */
  record RemoveParticipant(String room, long participant) implements Command {}
}
