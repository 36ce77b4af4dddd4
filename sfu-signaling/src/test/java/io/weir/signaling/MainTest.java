package io.weir.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.weir.signaling.config.Setting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command line: help, version, exit codes, signals. */
class MainTest {

  /** Nobody's address (RFC 5737): a server that is to bind it cannot start. */
  private static final String UNBOUND = "203.0.113.1";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return command.execute(arguments);
  }

  @Test
  void shouldListEverySettingInItsHelp() {
    assertThat(run("--help")).isZero();
    for (Setting setting : Setting.values()) {
      assertThat(out.toString()).contains(setting.name());
    }
  }

  @Test
  void shouldTellItsVersion() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).startsWith("Weir ");
  }

  @Test
  void shouldTellOfTheServerThatTheSettingsNameWhetherItLives(@TempDir Path folder)
      throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/healthz", exchange -> exchange.sendResponseHeaders(200, -1));
    server.start();
    Path config = folder.resolve("weir.yaml");
    Files.writeString(config, "http:\n  port: " + server.getAddress().getPort() + "\n");
    assertThat(run("--config", config.toString(), "--health")).isZero();

    server.removeContext("/healthz");
    assertThat(run("--config", config.toString(), "--health")).isEqualTo(1);
    server.stop(0);
    assertThat(run("--config", config.toString(), "--health")).isEqualTo(1);
  }

  @Test
  void shouldRefuseWhatItDoesNotKnowWithExitCode2() {
    assertThat(run("--config", "missing.yaml")).isEqualTo(2);
    assertThat(err.toString()).contains("missing.yaml does not exist.").hasLineCount(1);
    assertThat(run("--dance")).isEqualTo(2);
  }

  @Test
  void shouldRefuseABadSettingWithOneSentenceAndExitCode2() throws Exception {
    Process weir = start(Map.of("WEIR_WORKERS", "many"));
    assertThat(errors(weir)).singleElement().asString().contains("WEIR_WORKERS").endsWith(".");
    assertThat(weir.waitFor()).isEqualTo(2);
  }

  @Test
  void shouldSayThatAPortIsTakenWithOneSentenceAndExitCode1() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      // Told so, because otherwise a machine without the faster engine logs that.
      Process weir = start(Map.of("WEIR_HTTP_PORT", port, "WEIR_SRTP_ENGINE", "jitsi"));
      assertThat(errors(weir)).singleElement().asString().contains("port").endsWith(".");
      assertThat(weir.waitFor()).isEqualTo(1);
    }
  }

  @Test
  void shouldSayWhenItIsReadyAndEndWith0OnSigterm() throws Exception {
    Process weir = start(Map.of("WEIR_SRTP_ENGINE", "jitsi"));
    try (BufferedReader lines = weir.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine()).contains("UDP").endsWith("SRTP by jitsi");
      assertThat(lines.readLine()).matches("Weir is ready: http://127\\.0\\.0\\.1:\\d+/");
      weir.destroy();
      assertThat(weir.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(weir.exitValue()).isZero();
    } finally {
      weir.destroyForcibly();
    }
  }

  @Test
  void shouldLogJsonLinesOnRequest() throws Exception {
    Process weir =
        start(
            Map.of(
                "WEIR_LOG_FORMAT", "json",
                "WEIR_API_KEYS", "main:hush",
                "WEIR_MEDIA_HOST", UNBOUND));
    String line =
        errors(weir).stream().filter(text -> text.contains("API key main")).findFirst().get();
    JsonNode entry = new ObjectMapper().readTree(line);
    assertThat(entry.path("level").asText()).isEqualTo("WARN");
    assertThat(entry.path("formattedMessage").asText()).contains("guessed");
    assertThat(entry.path("timestamp").isNumber()).isTrue();
    weir.destroyForcibly();
  }

  @Test
  void shouldWarnOfAnApiKeyThatCouldBeGuessedWithoutSayingIt() throws Exception {
    Process weir = start(Map.of("WEIR_API_KEYS", "main:hush", "WEIR_MEDIA_HOST", UNBOUND));
    assertThat(errors(weir))
        .anyMatch(line -> line.contains("API key main") && line.contains("guessed"))
        .noneMatch(line -> line.contains("hush"));
    weir.destroyForcibly();
  }

  private static Process start(Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Dlogback.configurationFile=logback.xml", // Not that of the tests.
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());
    builder.environment().keySet().removeIf(name -> name.startsWith("WEIR_"));
    builder
        .environment()
        .putAll(Map.of("WEIR_HTTP_PORT", "0", "WEIR_MEDIA_PORT", "0", "WEIR_WORKERS", "1"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static List<String> errors(Process weir) throws IOException {
    try (BufferedReader lines = weir.errorReader(StandardCharsets.UTF_8)) {
      return lines.lines().toList();
    }
  }
}
