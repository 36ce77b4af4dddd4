package io.weir.signaling.config;

import io.weir.core.control.PublisherLimits;

/**
 * How much of the server its users may have.
 *
 * @param rooms open at a time
 * @param participants in all rooms together, viewers included
 * @param roomParticipants in one room, viewers included
 * @param joinsPerSecond attempts of one address to join a room, WHIP and WHEP included
 * @param messagesPerSecond of one WebSocket
 * @param unjoinedPerAddress WebSockets of one address that are in no room
 * @param joinSeconds how long a WebSocket may be in no room
 * @param requestSeconds how long an HTTP request may take to arrive
 * @param headerBytes of one HTTP request
 * @param bodyBytes of one HTTP request
 * @param publisherKbps what one participant may send, in kbit/s; 0 for no limit
 * @param publisherSsrcs how many SSRCs one participant may send with
 */
public record Limits(
    int rooms,
    int participants,
    int roomParticipants,
    int joinsPerSecond,
    int messagesPerSecond,
    int unjoinedPerAddress,
    int joinSeconds,
    int requestSeconds,
    int headerBytes,
    int bodyBytes,
    int publisherKbps,
    int publisherSsrcs) {

  private static final int MANY = 1_000_000;

  /** Sound and the smallest picture; with less, whoever joins would only seem to send. */
  private static final int MIN_PUBLISHER_KBPS = 100;

  private static final int MAX_SECONDS = 3600;
  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;

  static Limits read(GivenSettings given) throws SettingsException {
    return new Limits(
        given.integer(Setting.WEIR_MAX_ROOMS, 1, MANY),
        given.integer(Setting.WEIR_MAX_PARTICIPANTS, 1, MANY),
        given.integer(Setting.WEIR_MAX_ROOM_PARTICIPANTS, 1, MANY),
        given.integer(Setting.WEIR_MAX_JOINS, 1, MANY),
        given.integer(Setting.WEIR_MAX_MESSAGES, 1, MANY),
        given.integer(Setting.WEIR_MAX_UNJOINED, 1, MANY),
        given.integer(Setting.WEIR_JOIN_SECONDS, 1, MAX_SECONDS),
        given.integer(Setting.WEIR_REQUEST_SECONDS, 1, MAX_SECONDS),
        given.integer(Setting.WEIR_MAX_HEADER_BYTES, KIB, MIB),
        given.integer(Setting.WEIR_MAX_BODY_BYTES, KIB, 16 * MIB),
        given.integerOrZero(Setting.WEIR_MAX_PUBLISHER_KBPS, MIN_PUBLISHER_KBPS, 10 * MANY),
        given.integer(Setting.WEIR_MAX_PUBLISHER_SSRCS, 1, PublisherLimits.MAX_SSRCS));
  }

  /** The documented defaults. */
  public static Limits defaults() {
    try {
      return read(GivenSettings.none());
    } catch (SettingsException e) {
      throw new IllegalStateException("a default is out of its range", e);
    }
  }
}
