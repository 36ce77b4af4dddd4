package io.weir.core.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.core.control.DtlsFingerprint;
import io.weir.core.dtls.DtlsState;
import io.weir.core.srtp.SrtpKeys;
import io.weir.core.srtp.SrtpProfile;
import io.weir.core.testkit.DtlsUdpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Handshakes with OpenSSL, on whose DTLS GStreamer and aiortc stand; it exports its own keys. */
class DtlsOpenSslTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Pattern KEYS = Pattern.compile("Keying material: ([0-9A-F]+)");
  private static final BouncyCastleDtlsFactory FACTORY =
      new BouncyCastleDtlsFactory(HandshakeLimits.DEFAULT);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  Path directory;

  @BeforeAll
  static void prepare() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl is not installed");
    FACTORY.warmUp();
  }

  @AfterAll
  static void closeFactory() {
    FACTORY.close();
  }

  @ParameterizedTest
  @CsvSource({
    "ec,  SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80, AEAD_AES_128_GCM,        1400",
    "ec,  SRTP_AES128_CM_SHA1_80,                       AES_CM_128_HMAC_SHA1_80, 1400",
    "rsa, SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_128_GCM, AEAD_AES_128_GCM,        1400",
    "rsa, SRTP_AEAD_AES_128_GCM,                        AEAD_AES_128_GCM,        256",
  })
  void shouldAgreeOnTheSameKeysWithOpenSsl(
      String keyType, String offered, SrtpProfile expected, int mtu) throws Exception {
    DtlsFingerprint fingerprint = makeCertificate(keyType);
    try (DtlsUdpServer server = new DtlsUdpServer(FACTORY, fingerprint)) {
      int length = 2 * (expected.keyLength() + expected.saltLength());
      Process client =
          openssl(
              ("s_client -dtls1_2 -connect 127.0.0.1:%d -cert cert.pem -key key.pem -mtu %d"
                      + " -use_srtp %s -keymatexport EXTRACTOR-dtls_srtp -keymatexportlen %d")
                  .formatted(server.address().getPort(), mtu, offered, length));
      assertThat(server.awaitState(DtlsState.CONNECTED, LIMIT)).isTrue();
      SrtpKeys keys = Objects.requireNonNull(server.engine().keys());

      client.getOutputStream().close(); // OpenSSL says goodbye at the end of its input.
      String output = output(client);

      assertThat(server.awaitState(DtlsState.CLOSED, LIMIT)).isTrue();
      assertThat(keys.profile()).isEqualTo(expected);
      Matcher exported = KEYS.matcher(output);
      assertThat(exported.find()).as(output).isTrue();
      assertThat(exported.group(1)).isEqualTo(inRfc5764Order(keys));
    }
  }

  /** RFC 5764 §4.2: client key | server key | client salt | server salt. */
  private static String inRfc5764Order(SrtpKeys keys) {
    HexFormat hex = HexFormat.of().withUpperCase();
    return hex.formatHex(keys.remoteKey())
        + hex.formatHex(keys.localKey())
        + hex.formatHex(keys.remoteSalt())
        + hex.formatHex(keys.localSalt());
  }

  private DtlsFingerprint makeCertificate(String keyType) throws Exception {
    String key = keyType.equals("ec") ? "ec -pkeyopt ec_paramgen_curve:P-256" : "rsa:2048";
    output(openssl("req -x509 -nodes -subj /CN=x -keyout key.pem -out cert.pem -newkey " + key));
    String printed = output(openssl("x509 -in cert.pem -noout -fingerprint -sha256")).strip();
    return new DtlsFingerprint("sha-256", printed.substring(printed.indexOf('=') + 1));
  }

  private Process openssl(String arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ")));
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectError(directory.resolve("errors.txt").toFile())
        .start();
  }

  private static String output(Process process) throws Exception {
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    process.waitFor();
    return output;
  }
}
