package io.weir.core.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the media plane tells signaling; delivered on a media worker's thread, never blocking. */
public sealed interface Event {

  /** The room that the event concerns. */
  String room();

  /**
   * A transport's state changed.
   *
   * @param room name of the room
   * @param participant whose transport
   * @param state the new state
   */
  record TransportChanged(String room, long participant, TransportState state) implements Event {}

  /**
   * Nothing authentic came from a transport for 15 s, or something came again.
   *
   * @param room name of the room
   * @param participant whose transport
   * @param idle whether it is silent
   */
  record TransportIdle(String room, long participant, boolean idle) implements Event {}

  /**
   * A slot shows another track, or none. Sent before the first packet of the new binding.
   *
   * @param room name of the room
   * @param participant whose slot
   * @param mid the slot
   * @param binding what it shows, or null for nothing
   * @param reason why
   */
  record SlotChanged(
      String room, long participant, String mid, @Nullable Binding binding, SlotReason reason)
      implements Event {}

  /**
   * The active speakers changed.
   *
   * @param room name of the room
   * @param participants loudest first
   */
  record ActiveSpeakers(String room, List<Long> participants) implements Event {

    public ActiveSpeakers {
      participants = List.copyOf(participants);
    }
  }

  /**
   * Which encodings of a video track anybody watches; until this is said of a track, all.
   *
   * @param room name of the room
   * @param participant its publisher
   * @param mid the m-line that publishes it
   * @param rids of the encodings that are wanted, lowest resolution first; that of a track's only
   *     encoding is empty
   */
  record LayersWanted(String room, long participant, String mid, List<String> rids)
      implements Event {

    public LayersWanted {
      rids = List.copyOf(rids);
    }
  }

  /**
   * What a slot shows.
   *
   * @param track number of the track
   * @param participant its publisher
   */
  record Binding(int track, long participant) {}
}
