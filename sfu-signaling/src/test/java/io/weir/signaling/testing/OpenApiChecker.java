package io.weir.signaling.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Holds HTTP responses to an OpenAPI document, and knows which operations it has not seen. */
public final class OpenApiChecker {

  private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

  private final JsonNode document;
  private final Set<String> unseen = new TreeSet<>();

  public OpenApiChecker(String document) {
    this.document = TestClient.parse(document);
    for (Map.Entry<String, JsonNode> path : this.document.path("paths").properties()) {
      path.getValue()
          .fieldNames()
          .forEachRemaining(method -> {
            if (METHODS.contains(method)) {
              unseen.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
            }
          });
    }
  }

  /** Operations of which no successful response was checked. */
  public Set<String> unseen() {
    return unseen;
  }

  /** Fails unless the response is one that the document describes. */
  public void check(String method, String path, HttpResponse<String> response) {
    String template = template(path.replaceAll("\\?.*", ""));
    JsonNode responses =
        document
            .path("paths")
            .path(template)
            .path(method.toLowerCase(Locale.ROOT))
            .path("responses");
    JsonNode described = resolve(responses.path(Integer.toString(response.statusCode())));
    assertThat(described.isMissingNode())
        .as("%s %s answered %d: %s", method, path, response.statusCode(), response.body())
        .isFalse();
    if (response.statusCode() < 300) {
      unseen.remove(method + " " + template);
    }
    JsonNode content = described.path("content");
    if (content.isMissingNode()) {
      assertThat(response.body()).as("%s %s", method, path).isEmpty();
      return;
    }
    String type = TestHttp.header(response, "Content-Type");
    assertThat(content.has(type)).as("%s of %s %s", type, method, path).isTrue();
    JsonNode body = TestClient.parse(response.body());
    assertThat(schema(content.path(type).path("schema")).validate(body)).as("%s", body).isEmpty();
  }

  private String template(String path) {
    for (Map.Entry<String, JsonNode> known : document.path("paths").properties()) {
      String template = known.getKey();
      if (path.matches(template.replaceAll("\\{[a-z]+}", "[^/]+"))) {
        return template;
      }
    }
    throw new AssertionError(path + " is not in the document");
  }

  private JsonNode resolve(JsonNode node) {
    String reference = node.path("$ref").asText();
    return reference.isEmpty() ? node : document.at(reference.substring(1));
  }

  private JsonSchema schema(JsonNode reference) {
    ObjectNode whole = JsonNodeFactory.instance.objectNode();
    whole.setAll((ObjectNode) reference);
    whole.set("components", document.path("components"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole);
  }
}
