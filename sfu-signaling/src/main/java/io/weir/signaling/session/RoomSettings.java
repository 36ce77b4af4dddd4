package io.weir.signaling.session;

import java.util.List;
import java.util.OptionalInt;

/**
 * What an operator set for one room; whatever is not set follows the server's own settings.
 * Immutable.
 *
 * @param codecs names of the room's codecs, most wanted first; empty for the server's
 * @param maxParticipants how many may be in the room, viewers included
 * @param maxPublishers how many of them may publish
 * @param maxPublisherBitrate what each of these may send, in bit/s
 */
public record RoomSettings(
    List<String> codecs,
    OptionalInt maxParticipants,
    OptionalInt maxPublishers,
    OptionalInt maxPublisherBitrate) {

  /** Nothing is set. */
  public static final RoomSettings NONE =
      new RoomSettings(List.of(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

  public RoomSettings {
    codecs = List.copyOf(codecs);
  }

  /** The room's codecs, or {@code otherwise} when none are set. */
  public List<String> codecsOr(List<String> otherwise) {
    return codecs.isEmpty() ? otherwise : codecs;
  }
}
