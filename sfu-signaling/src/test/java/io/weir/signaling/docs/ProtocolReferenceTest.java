package io.weir.signaling.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.signaling.testing.SchemaChecker;
import io.weir.signaling.testing.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Run it with {@code -Dweir.write-docs=true} to write the page anew. */
class ProtocolReferenceTest {
  private static final Path PAGE = Path.of("docs", "protocol-reference.md");

  private final JsonNode schema = TestClient.parse(SchemaChecker.schema());

  @Test
  void shouldBeTheSchemaInWords() throws IOException {
    String page = ProtocolReference.write(schema);
    if (Boolean.getBoolean("weir.write-docs")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE)
        .as("write it anew: deploy/test --unit -Dtest=ProtocolReferenceTest -Dweir.write-docs=true")
        .hasContent(page);
  }

  @Test
  void shouldShowOnlyExamplesThatTheSchemaTakes() {
    schema
        .path("$defs")
        .properties()
        .forEach(entry -> {
          boolean client = entry.getKey().startsWith("client.");
          boolean server =
              entry.getKey().startsWith("event.") || entry.getKey().startsWith("reply.");
          for (JsonNode example : entry.getValue().path("examples")) {
            if (client) {
              SchemaChecker.assertClientMessage(example);
            } else if (server || entry.getKey().equals("error")) {
              SchemaChecker.assertServerMessage(example);
            }
          }
        });
  }

  @Test
  void shouldShowAnExampleOfEveryMessage() {
    List<String> without = new ArrayList<>();
    schema
        .path("$defs")
        .properties()
        .forEach(entry -> {
          boolean message = entry.getKey().contains(".") || entry.getKey().equals("error");
          if (message && entry.getValue().path("examples").isEmpty()) {
            without.add(entry.getKey());
          }
        });
    assertThat(without).isEmpty();
  }
}
