package io.weir.signaling.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.core.control.MediaKind;
import io.weir.core.control.TrackSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a client's JSON strictly; never throws. Any thread.
 *
 * <p>Fields that the protocol does not know are ignored, so that newer clients can talk to older
 * servers; fields that it knows must have their type exactly. Duplicate keys are errors.
 */
public final class ClientMessageReader {

  private static final int MAX_DEPTH = 64;
  private static final int MIN_KEY_LENGTH = 22;
  private static final int MAX_KEY_LENGTH = 128;
  private static final int MAX_PIXELS = 65_535;

  /** The largest that JavaScript counts up to. */
  private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ClientMessageReader() {}

  /** What became of a client's text. */
  public sealed interface Result {}

  /**
   * A request whose form is right.
   *
   * @param message the request
   */
  public record Valid(ClientMessage message) implements Result {}

  /**
   * A text that is no request.
   *
   * @param refusal what to tell the client
   */
  public record Invalid(ServerMessage.Refused refusal) implements Result {}

  /** Whether a text has the type {@code offer}, whose messages may be larger than others. */
  public static boolean isOffer(String text) {
    try (JsonParser parser = MAPPER.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
        String value = parser.nextTextValue();
        if (field.equals("type")) {
          return "offer".equals(value);
        }
        parser.skipChildren();
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  /** The id of a message that is not carried out; null when it cannot be read. */
  public static @Nullable RequestId idOf(String text) {
    return switch (read(text)) {
      case Valid(ClientMessage message) -> message.id();
      case Invalid(ServerMessage.Refused refusal) -> refusal.id();
    };
  }

  /** Reads one message. */
  public static Result read(String text) {
    JsonNode json;
    try {
      json = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return invalid(null, ErrorCode.BAD_REQUEST, "The message is not valid JSON.");
    }
    if (!(json instanceof ObjectNode object)) {
      return invalid(null, ErrorCode.BAD_REQUEST, "The message must be a JSON object.");
    }
    RequestId id = requestId(object.path("id"));
    if (id == null) {
      return invalid(
          null,
          ErrorCode.BAD_REQUEST,
          "'id' must be a string of at most 128 characters or a 64-bit integer.");
    }
    try {
      return new Valid(message(id, new Fields(object, "")));
    } catch (RequestException e) {
      return invalid(id, e.code(), e.sentence());
    }
  }

  private static Invalid invalid(@Nullable RequestId id, ErrorCode code, String sentence) {
    return new Invalid(new ServerMessage.Refused(id, code, sentence));
  }

  private static @Nullable RequestId requestId(JsonNode id) {
    if (id.isTextual() && id.textValue().length() <= RequestId.MAX_LENGTH) {
      return new RequestId.Text(id.textValue());
    }
    if (id.isIntegralNumber() && id.canConvertToLong()) {
      return new RequestId.Integral(id.longValue());
    }
    return null;
  }

  private static ClientMessage message(RequestId id, Fields fields) throws RequestException {
    String type = fields.string("type");
    return switch (type) {
      case "join" -> join(id, fields);
      case "offer" -> new ClientMessage.Offer(id, fields.string("sdp"), offeredTracks(fields));
      case "candidate" -> candidate(id, fields);
      case "view" -> new ClientMessage.View(id, slotChoices(fields));
      case "mute" -> new ClientMessage.Mute(id, fields.string("mid"), fields.bool("muted"));
      case "unpublish" -> new ClientMessage.Unpublish(id, fields.string("mid"));
      case "update" ->
          new ClientMessage.Update(
              id, fields.optionalName("name"), fields.optionalMetadata("metadata"));
      case "message" ->
          new ClientMessage.Message(
              id, recipients(fields), fields.optionalName("topic"), fields.any("payload"));
      case "statistics" -> new ClientMessage.Statistics(id, seenSlots(fields));
      case "moderate" ->
          new ClientMessage.Moderate(id, fields.string("participant"), moderation(fields));
      case "resume" ->
          new ClientMessage.Resume(
              id, fields.string("session"), fields.integer("seq", 0, 0, Long.MAX_VALUE));
      case "leave" -> new ClientMessage.Leave(id);
      default ->
          throw new RequestException(
              ErrorCode.UNKNOWN_TYPE, "This server knows no message of this type.");
    };
  }

  private static ClientMessage.Join join(RequestId id, Fields fields) throws RequestException {
    String room = fields.string("room");
    if (!RoomName.isValid(room)) {
      throw new RequestException(
          ErrorCode.BAD_REQUEST, "'room' is not valid: " + RoomName.RULE + ".");
    }
    return new ClientMessage.Join(
        id,
        room,
        fields.optionalString("token"),
        fields.optionalName("name"),
        fields.optionalMetadata("metadata"),
        joinKey(fields));
  }

  private static @Nullable String joinKey(Fields fields) throws RequestException {
    String key = fields.optionalString("key");
    if (key != null && (key.length() < MIN_KEY_LENGTH || key.length() > MAX_KEY_LENGTH)) {
      throw fields.bad("key", "must have 22 to 128 characters");
    }
    return key;
  }

  private static ClientMessage.Candidate candidate(RequestId id, Fields fields)
      throws RequestException {
    String candidate = fields.string("candidate");
    if (!candidate.isEmpty() && !CandidateLine.isValid(candidate)) {
      throw fields.bad("candidate", "is not an ICE candidate (RFC 8839 §5.1)");
    }
    fields.integer("sdpMLineIndex", 0, 0, Short.MAX_VALUE);
    fields.optionalString("usernameFragment");
    return new ClientMessage.Candidate(id, candidate, fields.optionalString("sdpMid"));
  }

  private static List<ClientMessage.OfferedTrack> offeredTracks(Fields fields)
      throws RequestException {
    List<ClientMessage.OfferedTrack> tracks = new ArrayList<>();
    ArrayNode array = fields.array("tracks");
    for (int i = 0; i < array.size(); i++) {
      Fields entry = fields.element("tracks", i, array.get(i));
      TrackSource source = TrackSources.parse(entry.string("source"));
      if (source == null) {
        throw entry.bad("source", "must be one of " + TrackSources.NAMES);
      }
      tracks.add(
          new ClientMessage.OfferedTrack(
              entry.string("mid"),
              source,
              entry.optionalName("name"),
              entry.optionalBool("muted")));
    }
    return tracks;
  }

  private static List<ClientMessage.SlotChoice> slotChoices(Fields fields) throws RequestException {
    List<ClientMessage.SlotChoice> choices = new ArrayList<>();
    ArrayNode array = fields.array("slots");
    for (int i = 0; i < array.size(); i++) {
      Fields entry = fields.element("slots", i, array.get(i));
      choices.add(
          new ClientMessage.SlotChoice(
              entry.string("mid"),
              choice(entry),
              (int) entry.integer("width", 0, 0, MAX_PIXELS),
              (int) entry.integer("height", 0, 0, MAX_PIXELS),
              (int) entry.integer("priority", 0, Integer.MIN_VALUE, Integer.MAX_VALUE)));
    }
    return choices;
  }

  private static List<ClientMessage.SeenSlot> seenSlots(Fields fields) throws RequestException {
    List<ClientMessage.SeenSlot> slots = new ArrayList<>();
    if (fields.optional("slots") != null) {
      ArrayNode array = fields.array("slots");
      for (int i = 0; i < array.size(); i++) {
        Fields entry = fields.element("slots", i, array.get(i));
        slots.add(
            new ClientMessage.SeenSlot(
                entry.string("mid"),
                entry.integer("freezes", 0, 0, Integer.MAX_VALUE),
                entry.integer("frozenMs", 0, 0, MAX_SAFE_INTEGER)));
      }
    }
    return slots;
  }

  private static ClientMessage.Moderation moderation(Fields fields) throws RequestException {
    return switch (fields.string("action")) {
      case "mute" -> {
        String track = fields.optionalString("track");
        MediaKind kind = kind(fields);
        if (track != null && kind != null) {
          throw fields.bad("kind", "cannot be given beside 'track'");
        }
        if (Boolean.FALSE.equals(fields.optionalBool("muted"))) {
          throw fields.bad("muted", "cannot be false: only participants unmute themselves");
        }
        yield new ClientMessage.Moderation.Mute(track, kind);
      }
      case "remove" -> new ClientMessage.Moderation.Remove();
      case "rights" -> new ClientMessage.Moderation.Rights(fields.strings("can"));
      default -> throw fields.bad("action", "must be mute, remove or rights");
    };
  }

  private static @Nullable MediaKind kind(Fields fields) throws RequestException {
    String kind = fields.optionalString("kind");
    return switch (kind) {
      case null -> null;
      case "audio" -> MediaKind.AUDIO;
      case "video" -> MediaKind.VIDEO;
      default -> throw fields.bad("kind", "must be audio or video");
    };
  }

  private static ClientMessage.Choice choice(Fields slot) throws RequestException {
    if (slot.isAbsent("track")) {
      return new ClientMessage.Choice.Automatic();
    }
    if (slot.isNull("track")) {
      return new ClientMessage.Choice.Empty();
    }
    return new ClientMessage.Choice.Track(slot.string("track"));
  }

  private static @Nullable List<String> recipients(Fields fields) throws RequestException {
    if (fields.optional("to") == null) {
      return null;
    }
    List<String> to = fields.strings("to");
    if (to.isEmpty()) {
      throw fields.bad("to", "must name a participant; leave it out to reach everyone else");
    }
    return to;
  }
}
