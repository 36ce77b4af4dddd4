package io.weir.core.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.control.DtlsFingerprint;
import io.weir.core.dtls.DtlsState;
import io.weir.core.srtp.SrtpKeys;
import io.weir.core.srtp.SrtpProfile;
import io.weir.core.testkit.ClientDatagrams;
import io.weir.core.testkit.DtlsTestClient;
import io.weir.core.testkit.DtlsTestLink;
import io.weir.core.testkit.DtlsUdpServer;
import io.weir.core.testkit.UdpClientSocket;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DtlsHandshakeTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int LOOK_MILLIS = 100;
  private static final long LOOKS = LIMIT.toMillis() / LOOK_MILLIS;
  private static final BouncyCastleDtlsFactory FACTORY =
      new BouncyCastleDtlsFactory(HandshakeLimits.DEFAULT);

  private final DtlsTestClient client = new DtlsTestClient().expecting(FACTORY.localFingerprint());

  @BeforeAll
  static void warmUp() {
    FACTORY.warmUp();
  }

  @AfterAll
  static void closeFactory() {
    FACTORY.close();
  }

  @ParameterizedTest
  @EnumSource
  void shouldAgreeOnTheSameKeysWithTheClient(SrtpProfile profile) throws Exception {
    client.withProfiles(profile);
    DtlsTestLink link = new DtlsTestLink(FACTORY, client.fingerprint());

    SrtpKeys theirs = client.connect(link).keys();

    assertThat(link.awaitState(DtlsState.CONNECTED, LIMIT)).isTrue();
    SrtpKeys ours = link.engine().keys();
    assertThat(ours).isNotNull().usingRecursiveComparison().isEqualTo(theirs.reversed());
    assertThat(theirs.profile()).isEqualTo(profile);
    assertThat(theirs.localKey()).hasSize(16).isNotEqualTo(theirs.remoteKey());
    assertThat(link.engine().failure()).isNull();
  }

  @Test
  void shouldPreferGcmWhateverTheClientPrefers() throws Exception {
    client.withProfiles(SrtpProfile.AES_CM_128_HMAC_SHA1_80, SrtpProfile.AEAD_AES_128_GCM);

    SrtpKeys keys = client.connect(new DtlsTestLink(FACTORY, client.fingerprint())).keys();

    assertThat(keys.profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha-256", "SHA-384", "sha-512"})
  void shouldAcceptAnyStrongFingerprintAmongSeveral(String algorithm) throws Exception {
    byte[] der = client.certificateDer();
    DtlsFingerprint matching =
        CertificateFingerprints.compute(algorithm.toLowerCase(Locale.ROOT), der);
    List<DtlsFingerprint> several =
        List.of(
            new DtlsFingerprint("sha-1", "00:11"),
            new DtlsFingerprint("sha-256", "00"),
            new DtlsFingerprint(algorithm, matching.value().toLowerCase(Locale.ROOT)));
    DtlsTestLink link = new DtlsTestLink(FACTORY, several, (fromClient, i, data) -> List.of(data));

    assertThat(client.connect(link).keys()).isNotNull();
  }

  @Test
  void shouldRefuseACertificateWithAnotherFingerprint() throws Exception {
    DtlsFingerprint other = new DtlsTestClient().fingerprint();

    refuses(other, AlertDescription.bad_certificate, "does not match the fingerprint");
  }

  @Test
  void shouldNotTrustSha1Fingerprints() throws Exception {
    refuses(
        new DtlsFingerprint("sha-1", "00:11"),
        AlertDescription.bad_certificate,
        "does not match the fingerprint");
  }

  @Test
  void shouldRefuseAPeerWithoutCertificate() throws Exception {
    client.withoutCertificate();

    refuses(client.fingerprint(), AlertDescription.handshake_failure, "sent no certificate");
  }

  @Test
  void shouldRefuseAPeerWithoutSrtp() throws Exception {
    client.withProfiles();

    refuses(client.fingerprint(), AlertDescription.handshake_failure, "no SRTP protection profile");
  }

  @Test
  void shouldRefuseAPeerWithoutExtendedMasterSecret() throws Exception {
    client.withoutExtendedMasterSecret();

    refuses(client.fingerprint(), AlertDescription.handshake_failure, "Extended Master Secret");
  }

  @Test
  void shouldFailWhenThePeerRefusesOurCertificate() throws Exception {
    client.expecting(new DtlsTestClient().fingerprint());
    DtlsTestLink link = new DtlsTestLink(FACTORY, client.fingerprint());

    assertThatThrownBy(() -> client.connect(link)).isInstanceOf(IOException.class);

    assertThat(link.awaitState(DtlsState.FAILED, LIMIT)).isTrue();
    assertThat(link.engine().failure()).contains("ended the DTLS handshake", "bad_certificate");
  }

  @Test
  void shouldNoticeThatThePeerSaysGoodbye() throws Exception {
    DtlsTestLink link = new DtlsTestLink(FACTORY, client.fingerprint());
    DtlsTestClient.Connection connection = client.connect(link);
    assertThat(link.awaitState(DtlsState.CONNECTED, LIMIT)).isTrue();

    connection.close();

    assertThat(link.awaitState(DtlsState.CLOSED, LIMIT)).isTrue();
    assertThat(link.engine().failure()).isNull();
  }

  @Test
  void shouldSayGoodbyeToThePeer() throws Exception {
    DtlsTestLink link = new DtlsTestLink(FACTORY, client.fingerprint());
    DtlsTestClient.Connection connection = client.connect(link);
    assertThat(link.awaitState(DtlsState.CONNECTED, LIMIT)).isTrue();

    link.closeServer();

    assertThat(link.state()).isEqualTo(DtlsState.CLOSED);
    for (int i = 0; i < LOOKS && connection.alertsReceived().isEmpty(); i++) {
      connection.readFor(LOOK_MILLIS);
    }
    assertThat(connection.alertsReceived()).containsExactly(AlertDescription.close_notify);
  }

  @Test
  void shouldTellThePeerWhenClosedAmidstTheHandshake() throws Exception {
    int[] datagrams = {0};
    DtlsTestLink[] self = new DtlsTestLink[1];
    self[0] =
        new DtlsTestLink(
            FACTORY,
            List.of(client.fingerprint()),
            (fromClient, index, datagram) -> {
              if (fromClient && index == 1) {
                self[0].engine().close(); // On the "worker's" thread, with accept() waiting.
              }
              datagrams[0]++;
              return fromClient && index >= 1 ? List.of() : List.of(datagram);
            });

    assertThatThrownBy(() -> client.connect(self[0])).isInstanceOf(IOException.class);

    assertThat(self[0].state()).isEqualTo(DtlsState.CLOSED);
    assertThat(self[0].engine().keys()).isNull();
  }

  @Test
  void shouldTakeNoMorePacketsOnceOver() throws Exception {
    DtlsTestLink link = new DtlsTestLink(FACTORY, client.fingerprint());
    client.connect(link);
    link.awaitState(DtlsState.CONNECTED, LIMIT);
    link.closeServer();

    assertThat(link.engine().handlePacket(MemorySegment.ofArray(new byte[20]), 0, 20, 0)).isFalse();
    assertThat(link.engine().nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldConnectOverARealSocket() throws Exception {
    try (DtlsUdpServer server = new DtlsUdpServer(FACTORY, client.fingerprint());
        UdpClientSocket socket = new UdpClientSocket()) {
      socket.connect(server.address());
      ClientDatagrams network = new ClientDatagrams(socket, other -> {});

      SrtpKeys keys = client.connect(network).keys();

      assertThat(server.awaitState(DtlsState.CONNECTED, LIMIT)).isTrue();
      assertThat(server.engine().keys())
          .isNotNull()
          .usingRecursiveComparison()
          .isEqualTo(keys.reversed());
    }
  }

  private void refuses(DtlsFingerprint expected, short alert, String sentence) throws Exception {
    DtlsTestLink link = new DtlsTestLink(FACTORY, expected);

    assertThatThrownBy(() -> client.connect(link))
        .isInstanceOfSatisfying(
            TlsFatalAlertReceived.class,
            received -> assertThat(received.getAlertDescription()).isEqualTo(alert));

    assertThat(link.awaitState(DtlsState.FAILED, LIMIT)).isTrue();
    assertThat(link.engine().failure()).contains(sentence);
    assertThat(link.engine().keys()).isNull();
  }
}
