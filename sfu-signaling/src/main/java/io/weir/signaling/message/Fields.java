package io.weir.signaling.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads typed fields of one JSON object; whatever is not as it must be becomes a {@link
 * RequestException} whose sentence names the field. For an optional field null means absent.
 */
final class Fields {

  /** Longest {@code name} and {@code topic}, in characters. */
  static final int MAX_NAME_LENGTH = 128;

  /** Largest {@code metadata}, in bytes of UTF-8 JSON. */
  static final int MAX_METADATA_BYTES = 4096;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ObjectNode object;
  private final String path;

  Fields(ObjectNode object, String path) {
    this.object = object;
    this.path = path;
  }

  boolean isAbsent(String field) {
    return !object.has(field);
  }

  boolean isNull(String field) {
    return object.path(field).isNull();
  }

  @Nullable JsonNode optional(String field) {
    JsonNode value = object.get(field);
    return value == null || value.isNull() ? null : value;
  }

  JsonNode any(String field) throws RequestException {
    JsonNode value = object.get(field);
    if (value == null) {
      throw bad(field, "is missing");
    }
    return value;
  }

  String string(String field) throws RequestException {
    String value = optionalString(field);
    if (value == null) {
      throw bad(field, "must be a string");
    }
    return value;
  }

  @Nullable String optionalString(String field) throws RequestException {
    JsonNode value = optional(field);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      throw bad(field, "must be a string");
    }
    return value.textValue();
  }

  /** A name or topic: an optional string of bounded length. */
  @Nullable String optionalName(String field) throws RequestException {
    String value = optionalString(field);
    if (value != null && value.length() > MAX_NAME_LENGTH) {
      throw bad(field, "must have at most " + MAX_NAME_LENGTH + " characters");
    }
    return value;
  }

  @Nullable ObjectNode optionalMetadata(String field) throws RequestException {
    JsonNode value = optional(field);
    if (value == null) {
      return null;
    }
    if (!(value instanceof ObjectNode metadata)) {
      throw bad(field, "must be an object");
    }
    if (utf8Length(metadata) > MAX_METADATA_BYTES) {
      throw new RequestException(
          ErrorCode.TOO_LARGE, describe(field) + " must have at most 4096 bytes as JSON.");
    }
    return metadata;
  }

  boolean bool(String field) throws RequestException {
    Boolean value = optionalBool(field);
    if (value == null) {
      throw bad(field, "must be true or false");
    }
    return value;
  }

  @Nullable Boolean optionalBool(String field) throws RequestException {
    JsonNode value = optional(field);
    if (value == null) {
      return null;
    }
    if (!value.isBoolean()) {
      throw bad(field, "must be true or false");
    }
    return value.booleanValue();
  }

  /** An optional integer; {@code fallback} when absent. */
  long integer(String field, long fallback, long min, long max) throws RequestException {
    JsonNode value = optional(field);
    if (value == null) {
      return fallback;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < min
        || value.longValue() > max) {
      throw bad(field, "must be an integer from " + min + " to " + max);
    }
    return value.longValue();
  }

  ArrayNode array(String field) throws RequestException {
    JsonNode value = object.get(field);
    if (!(value instanceof ArrayNode array)) {
      throw bad(field, "must be an array");
    }
    return array;
  }

  /** An array of strings. */
  List<String> strings(String field) throws RequestException {
    List<String> strings = new ArrayList<>();
    for (JsonNode entry : array(field)) {
      if (!entry.isTextual()) {
        throw bad(field, "must be an array of strings");
      }
      strings.add(entry.textValue());
    }
    return strings;
  }

  /** The fields of an array's element that must be an object. */
  Fields element(String field, int index, JsonNode element) throws RequestException {
    String place = path + field + "[" + index + "]";
    if (!(element instanceof ObjectNode entry)) {
      throw new RequestException(ErrorCode.BAD_REQUEST, "'" + place + "' must be an object.");
    }
    return new Fields(entry, place + ".");
  }

  RequestException bad(String field, String rule) {
    return new RequestException(ErrorCode.BAD_REQUEST, describe(field) + " " + rule + ".");
  }

  private String describe(String field) {
    return "'" + path + field + "'";
  }

  private static int utf8Length(ObjectNode value) {
    try {
      return MAPPER.writeValueAsString(value).getBytes(StandardCharsets.UTF_8).length;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes cannot be written", e);
    }
  }
}
