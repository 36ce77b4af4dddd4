package io.weir.signaling.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Says in a few words which values a part of a JSON Schema takes. */
final class SchemaType {
  private static final String DEFINITIONS = "#/$defs/";

  /** Definitions that are documented as tables of their own. */
  private final Set<String> objects;

  SchemaType(Set<String> objects) {
    this.objects = objects;
  }

  /** The words, as Markdown for a table's cell. */
  String describe(JsonNode schema) {
    if (schema.has("$ref")) {
      return reference(schema.get("$ref").asText().substring(DEFINITIONS.length()));
    }
    if (schema.has("const")) {
      return "`" + schema.get("const") + "`";
    }
    if (schema.has("enum")) {
      return joined(schema.get("enum"), value -> "`" + value.asText() + "`", ", ");
    }
    for (String choice : List.of("oneOf", "anyOf")) {
      if (schema.has(choice)) {
        return joined(schema.get(choice), this::describe, " or ");
      }
    }
    JsonNode type = schema.path("type");
    if (type.isArray()) {
      return joined(type, one -> ofType(one.asText(), schema), " or ");
    }
    return type.isTextual() ? ofType(type.asText(), schema) : "any JSON";
  }

  private String reference(String definition) {
    String target = objects.contains(definition) ? anchor(definition) : "simple-values";
    return "[" + definition + "](#" + target + ")";
  }

  /** The anchor that a heading gets on the usual forges. */
  static String anchor(String heading) {
    return heading
        .toLowerCase(java.util.Locale.ROOT)
        .replaceAll("[^a-z0-9 -]", "")
        .replace(' ', '-');
  }

  private String ofType(String type, JsonNode schema) {
    return switch (type) {
      case "array" ->
          "array of " + (schema.has("items") ? describe(schema.get("items")) : "any JSON");
      case "string" -> "string" + limits(schema, "minLength", "maxLength", " characters");
      case "integer" -> "integer" + limits(schema, "minimum", "maximum", "");
      default -> type;
    };
  }

  private static String limits(JsonNode schema, String lowest, String highest, String unit) {
    List<String> words = new ArrayList<>();
    if (schema.has("pattern")) {
      words.add("matching `" + schema.get("pattern").asText() + "`");
    }
    if (schema.has(lowest) && schema.has(highest)) {
      words.add(schema.get(lowest).asText() + " to " + schema.get(highest).asText() + unit);
    } else if (schema.has(lowest)) {
      words.add("at least " + schema.get(lowest).asText() + unit);
    } else if (schema.has(highest)) {
      words.add("at most " + schema.get(highest).asText() + unit);
    }
    return words.isEmpty() ? "" : ", " + String.join(", ", words);
  }

  private static String joined(
      JsonNode values, java.util.function.Function<JsonNode, String> words, String between) {
    return StreamSupport.stream(values.spliterator(), false)
        .map(words)
        .collect(Collectors.joining(between));
  }
}
