package io.weir.signaling.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.signaling.testing.SchemaChecker;
import io.weir.signaling.testing.TestClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members and operators are told the same, so both documents say the same of it. */
class SharedSchemaTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"Traffic", "Link", "Queue", "Transport", "Stream", "Track", "Allocation", "Slot"})
  void shouldDescribeAMeasurementAlikeInBothDocuments(String name) throws IOException {
    JsonNode signaling =
        TestClient.parse(SchemaChecker.schema()).path("$defs").path("measured" + name);
    JsonNode api = TestClient.parse(openApi()).path("components").path("schemas").path(name);

    assertThat(signaling.isObject()).isTrue();
    assertThat(TestClient.parse(signaling.toString().replace("#/$defs/measured", "#/")))
        .isEqualTo(TestClient.parse(api.toString().replace("#/components/schemas/", "#/")));
  }

  private static String openApi() throws IOException {
    try (InputStream in = SharedSchemaTest.class.getResourceAsStream("/schema/openapi.json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
