package io.weir.signaling.message;

import java.util.List;

/**
 * A room as clients see it.
 *
 * @param name its name
 * @param participants in order of joining
 * @param activeSpeakers participants' ids, loudest first
 */
public record RoomView(
    String name, List<ParticipantView> participants, List<String> activeSpeakers) {

  public RoomView {
    participants = List.copyOf(participants);
    activeSpeakers = List.copyOf(activeSpeakers);
  }
}
