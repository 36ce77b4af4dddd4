package io.weir.signaling.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.server.PublicAddresses;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings from the environment: defaults, every form, and one sentence for what is wrong. */
class SettingsReaderTest {

  @Test
  void shouldHaveTheDocumentedDefaults() throws SettingsException {
    Settings settings = SettingsReader.read(Map.of("HOME", "/root", "WEIRD", "x"));

    assertThat(settings.httpHost()).isEqualTo("127.0.0.1");
    assertThat(settings.httpPort()).isEqualTo(8080);
    assertThat(settings.mediaHosts()).isEmpty();
    assertThat(settings.mediaPort()).isEqualTo(10_000);
    assertThat(settings.announcedAddresses()).isEmpty();
    assertThat(settings.workers()).isBetween(1, 16);
    assertThat(settings.udpGso()).isTrue();
    assertThat(settings.iceServers()).isEmpty();
    assertThat(settings.origins()).isEmpty();
    assertThat(settings.isOpen()).isTrue();
  }

  @Test
  void shouldReadEverySetting() throws SettingsException {
    Settings settings =
        SettingsReader.read(
            Map.of(
                "WEIR_HTTP_HOST", "0.0.0.0",
                "WEIR_HTTP_PORT", "0",
                "WEIR_MEDIA_HOST", "127.0.0.1, ::1",
                "WEIR_MEDIA_PORT", "20000",
                "WEIR_ANNOUNCED_ADDRESSES", "203.0.113.5",
                "WEIR_WORKERS", "3",
                "WEIR_ICE_SERVERS", "[{\"urls\":[\"stun:s.example\"]}]",
                "WEIR_ORIGINS", "https://App.example, http://localhost:5173",
                "WEIR_API_KEYS", "a:b:c, d:e"));

    assertThat(settings.mediaHosts()).containsExactly("127.0.0.1", "::1");
    assertThat(settings.announcedAddresses()).containsExactly("203.0.113.5");
    assertThat(settings.workers()).isEqualTo(3);
    assertThat(settings.iceServers()).hasSize(1);
    assertThat(settings.origins())
        .containsExactly(
            new Origin("https", "app.example", 443), new Origin("http", "localhost", 5173));
    assertThat(settings.apiKeys()).isEqualTo(Map.of("a", "b:c", "d", "e"));
    assertThat(settings.toString()).doesNotContain("b:c");
  }

  @Test
  void shouldLookForPublicAddressesOnlyWhenAsked() throws SettingsException {
    assertThat(SettingsReader.read(Map.of("WEIR_DISCOVERY_CLOUD", "aws")).discovery()).isEmpty();

    Settings defaults = SettingsReader.read(Map.of("WEIR_ANNOUNCED_ADDRESSES", "auto"));
    assertThat(defaults.announcedAddresses()).isEmpty();
    assertThat(defaults.discovery())
        .hasValue(new PublicAddresses.Sources(PublicAddresses.STUN_SERVERS, false));

    Settings told =
        SettingsReader.read(
            Map.of(
                "WEIR_ANNOUNCED_ADDRESSES", "auto",
                "WEIR_DISCOVERY_STUN_SERVERS", "stun.example:3478, [fd00::1]:19302",
                "WEIR_DISCOVERY_CLOUD", "aws"));
    assertThat(told.discovery())
        .hasValue(
            new PublicAddresses.Sources(
                List.of(
                    InetSocketAddress.createUnresolved("stun.example", 3_478),
                    InetSocketAddress.createUnresolved("fd00::1", 19_302)),
                true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "WEIR_PORT | 1",
        "WEIR_HTTP_PORT | 65536",
        "WEIR_HTTP_PORT | -1",
        "WEIR_HTTP_PORT | http",
        "WEIR_MEDIA_HOST | eth0",
        "WEIR_MEDIA_HOST | 127.1",
        "WEIR_MEDIA_HOST | 0.0.0.0",
        "WEIR_MEDIA_HOST | 127.0.0.1,",
        "WEIR_MEDIA_PORT | 65535000",
        "WEIR_ANNOUNCED_ADDRESSES | auto,192.0.2.1",
        "WEIR_ANNOUNCED_ADDRESSES | example.org",
        "WEIR_DISCOVERY_STUN_SERVERS | stun.example",
        "WEIR_DISCOVERY_STUN_SERVERS | stun.example:0",
        "WEIR_DISCOVERY_STUN_SERVERS | fd00::1:3478",
        "WEIR_DISCOVERY_STUN_SERVERS | stun.example:3478,",
        "WEIR_DISCOVERY_CLOUD | azure",
        "WEIR_WORKERS | 0",
        "WEIR_SRTP_ENGINE | openssl",
        "WEIR_WORKERS | 17",
        "WEIR_ICE_SERVERS | {}",
        "WEIR_ICE_SERVERS | [{}]",
        "WEIR_ICE_SERVERS | [{\"urls\":\"http://x\"}]",
        "WEIR_ICE_SERVERS | [{\"urls\":\"stun:x\",\"username\":1}]",
        "WEIR_ICE_SERVERS | [",
        "WEIR_ORIGINS | example.org",
        "WEIR_ORIGINS | https://example.org/path",
        "WEIR_ORIGINS | *",
        "WEIR_API_KEYS | secret",
        "WEIR_API_KEYS | a:",
        "WEIR_API_KEYS | a:1,a:2",
        "WEIR_INSECURE | yes",
        "WEIR_UDP_GSO | off",
        "WEIR_LOG_FORMAT | xml",
        "WEIR_LOG_LEVEL | loud",
        "WEIR_LOG_LEVEL | info,io.weir=",
        "WEIR_DRAIN_SECONDS | -1",
        "WEIR_MAX_ROOMS | 0",
        "WEIR_MAX_PUBLISHER_KBPS | 99",
        "WEIR_TRUSTED_PROXIES | proxy.example",
        "WEIR_TLS_CERT | /etc/cert.pem",
        "WEIR_TLS_KEY | /etc/key.pem",
      })
  void shouldRefuseWhatItDoesNotUnderstandInOneSentence(String name, String value) {
    assertThatThrownBy(() -> SettingsReader.read(Map.of(name, value)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(name)
        .hasMessageEndingWith(".");
  }

  @Test
  void shouldRefuseToBeOpenBeyondLoopbackUnlessTold() throws SettingsException {
    assertThatThrownBy(() -> SettingsReader.read(Map.of("WEIR_HTTP_HOST", "0.0.0.0")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("WEIR_API_KEYS");
    assertThat(
            SettingsReader.read(Map.of("WEIR_HTTP_HOST", "0.0.0.0", "WEIR_INSECURE", "true"))
                .insecure())
        .isTrue();
    assertThat(SettingsReader.read(Map.of("WEIR_HTTP_HOST", "localhost")).isOpen()).isTrue();
    assertThat(SettingsReader.read(Map.of("WEIR_HTTP_HOST", "::1")).isOpen()).isTrue();
  }

  @Test
  void shouldReadTheCodecsOfRooms() throws SettingsException {
    assertThat(SettingsReader.read(Map.of()).codecs()).containsExactly("VP8", "H264", "OPUS");
    assertThat(SettingsReader.read(Map.of("WEIR_CODECS", "av1, VP8, Opus")).codecs())
        .containsExactly("AV1", "VP8", "OPUS");
    assertThatThrownBy(() -> SettingsReader.read(Map.of("WEIR_CODECS", "VP8,THEORA")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("THEORA");
  }
}
