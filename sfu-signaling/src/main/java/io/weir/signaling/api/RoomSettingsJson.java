package io.weir.signaling.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.signaling.message.ErrorCode;
import io.weir.signaling.message.RequestException;
import io.weir.signaling.sdp.RoomCodecs;
import io.weir.signaling.session.RoomSettings;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A room's settings as JSON: null, or left out of a PUT, is the server's own. Any thread. */
final class RoomSettingsJson {

  private static final String CODECS = "codecs";
  private static final String MAX_PARTICIPANTS = "maxParticipants";
  private static final String MAX_PUBLISHERS = "maxPublishers";
  private static final String MAX_PUBLISHER_BITRATE = "maxPublisherBitrate";
  private static final Set<String> FIELDS =
      Set.of(CODECS, MAX_PARTICIPANTS, MAX_PUBLISHERS, MAX_PUBLISHER_BITRATE);

  /** Less lets hardly a packet of full size through. */
  private static final int MIN_BITRATE = 100_000;

  private RoomSettingsJson() {}

  /** What the API says of settings. */
  record Body(
      @Nullable List<String> codecs,
      @Nullable Integer maxParticipants,
      @Nullable Integer maxPublishers,
      @Nullable Integer maxPublisherBitrate) {}

  static Body write(RoomSettings settings) {
    return new Body(
        settings.codecs().isEmpty() ? null : settings.codecs(),
        boxed(settings.maxParticipants()),
        boxed(settings.maxPublishers()),
        boxed(settings.maxPublisherBitrate()));
  }

  /**
   * Reads settings.
   *
   * @param base what holds for fields that are left out
   */
  static RoomSettings read(JsonNode json, RoomSettings base) throws RequestException {
    if (!(json instanceof ObjectNode body)) {
      throw bad("The body is a JSON object of settings.");
    }
    for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!FIELDS.contains(name)) {
        throw bad("There is no room setting '" + name + "'.");
      }
    }
    return new RoomSettings(
        body.has(CODECS) ? codecs(body.path(CODECS)) : base.codecs(),
        number(body, MAX_PARTICIPANTS, 1, base.maxParticipants()),
        number(body, MAX_PUBLISHERS, 0, base.maxPublishers()),
        number(body, MAX_PUBLISHER_BITRATE, MIN_BITRATE, base.maxPublisherBitrate()));
  }

  private static List<String> codecs(JsonNode value) throws RequestException {
    if (value.isNull()) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (JsonNode entry : value) {
      if (entry.isTextual()) {
        names.add(entry.textValue());
      }
    }
    if (!value.isArray() || names.isEmpty() || names.size() < value.size()) {
      throw bad("'codecs' is null or a list of names, most wanted first.");
    }
    try {
      return RoomCodecs.check(names);
    } catch (IllegalArgumentException e) {
      throw bad(String.valueOf(e.getMessage()));
    }
  }

  private static OptionalInt number(ObjectNode body, String field, int min, OptionalInt base)
      throws RequestException {
    JsonNode value = body.get(field);
    if (value == null) {
      return base;
    }
    if (value.isNull()) {
      return OptionalInt.empty();
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < min) {
      throw bad(
          "'" + field + "' is null or a number from " + min + " to " + Integer.MAX_VALUE + ".");
    }
    return OptionalInt.of(value.intValue());
  }

  private static @Nullable Integer boxed(OptionalInt value) {
    return value.isEmpty() ? null : Integer.valueOf(value.getAsInt());
  }

  private static RequestException bad(String sentence) {
    return new RequestException(ErrorCode.BAD_REQUEST, sentence);
  }
}
