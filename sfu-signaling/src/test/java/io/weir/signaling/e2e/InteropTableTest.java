package io.weir.signaling.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page on interoperability says all that is tested, and no more. */
class InteropTableTest {
  @Test
  void shouldHaveOneRowForEachCaseInOrder() {
    List<String> rows = InteropTable.rows();

    assertThat(rows).hasSameSizeAs(InteropCase.values());
    for (InteropCase each : InteropCase.values()) {
      assertThat(rows.get(each.ordinal())).startsWith(each.rowStart());
    }
  }

  @Test
  void shouldHaveATestForEachCase() throws IOException {
    StringBuilder tests = new StringBuilder();
    try (Stream<Path> files = Files.list(Path.of("src/test/java/io/weir/signaling/e2e"))) {
      for (Path file : files.filter(file -> file.toString().endsWith("E2eTest.java")).toList()) {
        tests.append(Files.readString(file));
      }
    }
    for (InteropCase each : InteropCase.values()) {
      assertThat(tests).contains("InteropCase." + each.name());
    }
  }
}
