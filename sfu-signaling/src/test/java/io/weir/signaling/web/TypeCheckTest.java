package io.weir.signaling.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The pages' types, unit tests and self-containedness; needs Node and npm. */
class TypeCheckTest {
  private static final Path TOOLS = Path.of("src/test/web");
  private static final Path PAGES = Path.of("src/main/resources/web");
  private static final Path TYPES = PAGES.resolve("types");
  private static final int HEAVIEST_TOGETHER_BYTES = 195_000;

  @BeforeAll
  static void installCompiler() {
    for (String command : List.of("node", "npm")) {
      assertThat(exists(command))
          .as("%s on the PATH (Debian: apt-get install nodejs npm)", command)
          .isTrue();
    }
    if (!Files.isDirectory(TOOLS.resolve("node_modules/typescript"))
        || !Files.isDirectory(TOOLS.resolve("node_modules/axe-core"))) {
      Outcome install = run("npm", "ci", "--no-progress");
      assertThat(install.status()).as("npm ci: %s", install.output()).isZero();
    }
  }

  @Test
  void shouldFindNoTypeErrorInThePages() {
    Outcome check = run("node", "node_modules/typescript/bin/tsc", "-p", "tsconfig.json");

    assertThat(check.status()).as(check.output()).isZero();
  }

  @Test
  void shouldDeclareTheTypesOfTheClientModuleAsTheyAre() {
    Outcome check = run("node", "types.mjs", "--check");

    assertThat(check.status()).as(check.output()).isZero();
  }

  @Test
  void shouldTellTheVersionOfTheClientModule() throws IOException {
    Matcher version =
        Pattern.compile("<version>([\\d.]+)(-SNAPSHOT)?</version>")
            .matcher(Files.readString(Path.of("../pom.xml")));

    assertThat(version.find()).isTrue();
    assertThat(Files.readString(PAGES.resolve("weir-client.js")))
        .contains("export const VERSION = '" + version.group(1) + "';");
  }

  @Test
  void shouldPassTheUnitTestsOfTheModules() throws IOException {
    List<String> command = new ArrayList<>(List.of("node", "--test"));
    try (Stream<Path> tests = Files.list(TOOLS.resolve("unit"))) {
      tests.sorted().forEach(test -> command.add(TOOLS.relativize(test).toString()));
    }

    Outcome tests = run(command.toArray(String[]::new));

    assertThat(tests.status()).as(tests.output()).isZero();
    assertThat(passed(tests.output())).as(tests.output()).isGreaterThan(50);
  }

  @Test
  void shouldLoadNothingFromElsewhereAndHoldNoInlineCode() throws IOException {
    for (Path file : pageFiles()) {
      String text = Files.readString(file);
      assertThat(text)
          .as(file.toString())
          .doesNotContainPattern(
              "(src|href|import|from|url)[=( ]*['\"(]?(https?:)?//(?!weir\\.example)");
      if (file.toString().endsWith(".html")) {
        assertThat(text).as(file.toString()).doesNotContain("<style").doesNotContain("style=");
        assertThat(text).as(file.toString()).doesNotContainPattern("<script(?![^>]*src=)");
      }
    }
  }

  @Test
  void shouldStayLight() throws IOException {
    long bytes = 0;
    for (Path file : pageFiles()) {
      if (!file.startsWith(TYPES)) { // No page loads them.
        bytes += gzipped(Files.readAllBytes(file));
      }
    }
    assertThat(bytes).as("all pages together, compressed").isLessThan(HEAVIEST_TOGETHER_BYTES);
  }

  private static List<Path> pageFiles() throws IOException {
    try (Stream<Path> files = Files.walk(PAGES)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static int gzipped(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.size();
  }

  private static int passed(String output) {
    Matcher count = Pattern.compile("(?m)^(?:#|ℹ) pass (\\d+)").matcher(output);
    return count.find() ? Integer.parseInt(count.group(1)) : 0;
  }

  private static boolean exists(String command) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }

  private static Outcome run(String... command) {
    try {
      Process process =
          new ProcessBuilder(command).directory(TOOLS.toFile()).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Outcome(process.waitFor(), output);
    } catch (IOException e) {
      return new Outcome(-1, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome(-1, e.toString());
    }
  }

  private record Outcome(int status, String output) {}
}
