package io.weir.signaling.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings from a YAML file: every form, precedence, and sentences that say where to look. */
class YamlSettingsTest {

  private Path file = Path.of("weir.yaml");

  @BeforeEach
  void place(@TempDir Path folder) {
    file = folder.resolve("weir.yaml");
  }

  @Test
  void shouldReadEveryForm() throws Exception {
    Settings settings =
        read(
            """
            # comment
            http:
              port: 9090
              origins: [https://a.example, "https://b.example"]
            access:
              apiKeys:
                main: "with:colon, and comma"
              insecure: true
            media:
              host: 127.0.0.1, ::1
              announcedAddresses:
                - 203.0.113.5
                - 2001:db8::1
              iceServers:
                - urls: [ "turn:t.example" ]
                  username: u
                  credential: "0123"
            """);

    assertThat(settings.httpPort()).isEqualTo(9090);
    assertThat(settings.origins()).hasSize(2);
    assertThat(settings.apiKeys()).isEqualTo(Map.of("main", "with:colon, and comma"));
    assertThat(settings.insecure()).isTrue();
    assertThat(settings.mediaHosts()).containsExactly("127.0.0.1", "::1");
    assertThat(settings.announcedAddresses()).containsExactly("203.0.113.5", "2001:db8::1");
    assertThat(settings.iceServers().path(0).path("credential").asText()).isEqualTo("0123");
  }

  @Test
  void shouldLetTheEnvironmentOverrideTheFileAndTheFileTheDefault() throws Exception {
    Files.writeString(file, "http: {port: 9090}\nmedia: {port: 20000}\n");
    Settings settings =
        SettingsReader.read(
            Map.of("WEIR_CONFIG", file.toString(), "WEIR_HTTP_PORT", "7070", "WEIR_WORKERS", ""));

    assertThat(settings.httpPort()).isEqualTo(7070);
    assertThat(settings.mediaPort()).isEqualTo(20_000);
    assertThat(settings.httpHost()).isEqualTo("127.0.0.1");
  }

  @Test
  void shouldTakeAnOptionBeforeTheVariableThatNamesAnotherFile() throws Exception {
    Files.writeString(file, "http: {port: 9090}\n");
    Settings settings = SettingsReader.read(Map.of("WEIR_CONFIG", "/nowhere.yaml"), file);
    assertThat(settings.httpPort()).isEqualTo(9090);
  }

  @ParameterizedTest
  @CsvSource({"''", "'# nothing'", "'http:'", "'http:\n  port:\nmedia:'", "'---\n'"})
  void shouldTakeDefaultsWhereTheFileSaysNothing(String text) throws Exception {
    assertThat(read(text).httpPort()).isEqualTo(8080);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'http:\n  port: many' | line 2: http.port must be a number from 0 to 65535, not 'many'.",
        "'limits: {publisherKbps: 1}' | line 1: limits.publisherKbps must be a number from 100"
            + " to 10000000, or 0 for no limit, not '1'.",
        "'http:\n  port: [1]' | line 2: http.port must be one value.",
        "'http:\n  prot: 1' | line 2: there is no setting 'http.prot', only host, port, origins",
        "'prot: 1' | line 1: there is no setting 'prot', only http, tls,",
        "'http: 8080' | line 1: http must hold settings: host, port, origins",
        "'http:\n  port: 1\n  port: 2' | line 3: http.port is written twice.",
        "'http: {}\n\nhttp: {}' | line 3: http is written twice.",
        "'- http' | line 1: the file must hold sections such as 'http:'.",
        "'http:\n  port: {' | line 2: http.port must be one value.",
        "'{http: {host: a' | line 1: this is not valid YAML.",
        "'http: {}\n---\nmedia: {}' | line 3: the file must hold one document only.",
        "'media:\n  host:\n    - 0.0.0.0' | line 3: media.host must name addresses",
        "'media:\n  host:\n    - [1]' | line 3: media.host must be a list of single values.",
        "'access:\n  apiKeys: [a]' | line 2: access.apiKeys must be a mapping of ids to secrets.",
        "'access:\n  apiKeys:\n    a: 12345' | line 3: access.apiKeys must map ids",
        "'access:\n  apiKeys: {a: x, a: y}' | line 2: access.apiKeys.a is written twice.",
        "'http:\n  host: &h 127.0.0.1\n  port: *h' | line 3: http.port must be written out",
        "'media: {iceServers: [{urls: \"http://x\"}]}' | line 1: media.iceServers must be",
      })
  void shouldSayInOneSentenceWhereTheFileIsWrong(String text, String sentence) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(file + ", " + sentence)
        .hasMessageEndingWith(".")
        .message()
        .hasLineCount(1);
  }

  @Test
  void shouldNeverQuoteASecretInAnError() {
    assertThatThrownBy(() -> read("access:\n  apiKeys:\n    main: [hush-hush]\n"))
        .hasMessageNotContaining("hush");
    assertThatThrownBy(() -> read("access:\n  apiKeys: {main: 'hush-hush\n"))
        .hasMessageNotContaining("hush");
    assertThatThrownBy(() -> read("access:\n  apiKeys: hush-hush\n"))
        .hasMessageNotContaining("hush");
  }

  @Test
  void shouldSayWhenTheFileCannotBeRead() throws IOException {
    assertThatThrownBy(() -> SettingsReader.read(Map.of(), file))
        .hasMessage("The configuration file " + file + " does not exist.");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0x20});
    assertThatThrownBy(() -> SettingsReader.read(Map.of(), file))
        .hasMessageContaining("cannot be read");
  }

  private Settings read(String text) throws IOException, SettingsException {
    Files.writeString(file, text);
    return SettingsReader.read(Map.of(), file);
  }
}
