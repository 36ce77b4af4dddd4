package io.weir.signaling.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Writes the signaling schema as a page that people read. */
final class ProtocolReference {
  private static final String DEFINITIONS = "#/$defs/";

  private final JsonNode definitions;
  private final SchemaType types;
  private final Set<String> objects;
  private final StringBuilder page = new StringBuilder();

  private ProtocolReference(JsonNode schema) {
    definitions = schema.get("$defs");
    objects =
        definitions.properties().stream()
            .filter(entry -> !entry.getKey().contains(".") && entry.getValue().has("properties"))
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    objects.remove("error");
    types = new SchemaType(objects);
  }

  /** The page, as Markdown. */
  static String write(JsonNode schema) {
    return new ProtocolReference(schema).write();
  }

  private String write() {
    page.append(
        """
        # Messages of `weir.v1`

        Generated from the [JSON Schema](../src/main/resources/schema/signaling.schema.json); what the messages do
        and when is in [protocol.md](protocol.md). A field in *italics* may be left out. Every request also has
        `type` and `id`, every reply and error `type` and the request's `id`, every event `type` and `seq`.
        """);
    section("Requests", "client.");
    section("Replies and errors", "reply.");
    message("error", "error");
    section("Events", "event.");
    page.append("\n## Objects\n");
    objects.forEach(name -> message(name, name));
    page.append("\n## Simple values\n\n| Name | Values | |\n|---|---|---|\n");
    definitions.properties().stream()
        .filter(entry -> !entry.getKey().contains(".") && !entry.getKey().endsWith("Message"))
        .filter(entry -> !objects.contains(entry.getKey()) && !entry.getKey().equals("error"))
        .forEach(
            entry -> row(entry.getKey(), types.describe(entry.getValue()), note(entry.getValue())));
    return page.toString();
  }

  private void section(String title, String prefix) {
    page.append("\n## ").append(title).append('\n');
    definitions
        .properties()
        .forEach(entry -> {
          if (entry.getKey().startsWith(prefix)) {
            message(entry.getKey(), entry.getKey().substring(prefix.length()));
          }
        });
  }

  private void message(String definition, String heading) {
    JsonNode schema = definitions.get(definition);
    String marked = objects.contains(definition) ? heading : "`" + heading + "`";
    page.append("\n### ").append(marked).append('\n');
    if (!note(schema).isEmpty()) {
      page.append('\n').append(note(schema)).append('\n');
    }
    int before = page.length();
    page.append("\n| Field | Values | |\n|---|---|---|\n");
    int header = page.length();
    fields(schema, "", !objects.contains(definition));
    if (page.length() == header) {
      page.setLength(before);
    }
    for (JsonNode example : schema.path("examples")) {
      page.append("\n```json\n").append(example).append("\n```\n");
    }
  }

  /** The fields of an object, and of the objects in its arrays below them. */
  private void fields(JsonNode schema, String prefix, boolean message) {
    Set<String> required =
        StreamSupport.stream(schema.path("required").spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.toSet());
    schema
        .path("properties")
        .properties()
        .forEach(entry -> {
          String name = entry.getKey();
          if (message && Set.of("type", "id", "seq").contains(name) && isImplied(schema, name)) {
            return;
          }
          JsonNode value = entry.getValue();
          String shown = "`" + prefix + name + "`";
          row(
              required.contains(name) ? shown : "*" + shown + "*",
              types.describe(value),
              note(value));
          JsonNode items = value.path("items");
          if (items.has("properties")) {
            fields(items, prefix + name + "[].", false);
          } else if (value.has("properties")) {
            fields(value, prefix + name + ".", false);
          }
        });
  }

  /** Whether the page's first paragraph speaks of the field already. */
  private static boolean isImplied(JsonNode schema, String name) {
    boolean event = schema.path("properties").has("seq") && !schema.path("properties").has("id");
    return !name.equals("seq") || event;
  }

  /** What the schema says of it in words, its own or those of what it refers to. */
  private String note(JsonNode schema) {
    if (schema.has("description")) {
      return schema.get("description").asText().replace("|", "\\|");
    }
    if (schema.has("$ref")) {
      String name = schema.get("$ref").asText().substring(DEFINITIONS.length());
      return objects.contains(name) ? "" : note(definitions.get(name));
    }
    return "";
  }

  private void row(String name, String values, String note) {
    page.append("| ").append(name).append(" | ").append(values.replace("|", "\\|"));
    page.append(" | ").append(note).append(" |\n");
  }
}
