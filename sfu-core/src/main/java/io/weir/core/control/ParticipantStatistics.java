package io.weir.core.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One participant.
 *
 * @param room name of the room
 * @param participant who
 * @param transport the association; null before the first offer
 * @param tracks what is published
 * @param slots what is shown
 */
public record ParticipantStatistics(
    String room,
    long participant,
    @Nullable TransportStatistics transport,
    List<TrackStatistics> tracks,
    List<SlotStatistics> slots) {

  public ParticipantStatistics {
    tracks = List.copyOf(tracks);
    slots = List.copyOf(slots);
  }
}
