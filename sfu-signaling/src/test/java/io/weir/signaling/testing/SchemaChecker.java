package io.weir.signaling.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Holds messages to the published JSON Schema. */
public final class SchemaChecker {

  private static final String SCHEMA = load();
  private static final JsonSchema CLIENT = part("clientMessage");
  private static final JsonSchema SERVER = part("serverMessage");

  private SchemaChecker() {}

  /** The schema's text. */
  public static String schema() {
    return SCHEMA;
  }

  /** Fails unless the message is one that a client may send. */
  public static void assertClientMessage(JsonNode message) {
    assertThat(problems(CLIENT, message)).as("%s", message).isEmpty();
  }

  /** Fails unless the message is one that the server may send. */
  public static void assertServerMessage(JsonNode message) {
    assertThat(problems(SERVER, message)).as("%s", message).isEmpty();
  }

  /** Whether the schema lets a client send this. */
  public static boolean isClientMessage(JsonNode message) {
    return problems(CLIENT, message).isEmpty();
  }

  private static Set<ValidationMessage> problems(JsonSchema schema, JsonNode message) {
    return schema.validate(message);
  }

  /** The schema of one definition: a reference to it in front of all the definitions. */
  private static JsonSchema part(String definition) {
    JsonNode whole = TestClient.parse(SCHEMA);
    ObjectNode part = JsonNodeFactory.instance.objectNode();
    part.put("$ref", "#/$defs/" + definition);
    part.set("$defs", whole.path("$defs"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(part);
  }

  private static String load() {
    try (InputStream in =
        SchemaChecker.class.getResourceAsStream("/schema/signaling.schema.json")) {
      if (in == null) {
        throw new IllegalStateException("the schema is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
