package io.weir.signaling.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A participant as clients see it.
 *
 * @param id unique per join
 * @param identity who it is: the token's {@code sub}, else {@code id}
 * @param name what people read; may be empty
 * @param metadata what the application says of it
 * @param joinedAt when it joined, in epoch milliseconds
 * @param tracks what it publishes
 */
public record ParticipantView(
    String id,
    String identity,
    String name,
    ObjectNode metadata,
    long joinedAt,
    List<TrackView> tracks) {

  public ParticipantView {
    tracks = List.copyOf(tracks);
  }

  /** The same before its tracks were published. */
  public ParticipantView withoutTracks() {
    return new ParticipantView(id, identity, name, metadata, joinedAt, List.of());
  }
}
