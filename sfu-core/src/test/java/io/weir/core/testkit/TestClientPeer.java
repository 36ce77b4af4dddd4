package io.weir.core.testkit;

import io.weir.core.control.DtlsFingerprint;
import io.weir.core.srtp.SrtpKeys;
import io.weir.core.srtp.SrtpProfile;
import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.jspecify.annotations.Nullable;

/** How {@link DtlsTestClient} talks TLS; called on the thread that connects. */
@SuppressWarnings({"JdkObsolete", "rawtypes", "unchecked"}) // Bouncy Castle's API.
final class TestClientPeer extends DefaultTlsClient {
  private static final int RESEND_MILLIS = 100;

  private final DtlsTestClient options;
  private final List<Short> alertsReceived = new CopyOnWriteArrayList<>();
  private @Nullable SrtpProfile profile;
  private @Nullable SrtpKeys keys;

  TestClientPeer(DtlsTestClient options) {
    super(options.crypto);
    this.options = options;
  }

  SrtpKeys keys() throws IOException {
    if (keys == null) {
      throw new IOException("the server agreed on no SRTP profile");
    }
    return keys;
  }

  List<Short> alertsReceived() {
    return alertsReceived;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return ProtocolVersion.DTLSv12.only();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return new int[] {
      CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
      CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
    };
  }

  @Override
  protected Vector getSupportedGroups(Vector namedGroupRoles) {
    return new Vector(options.groups);
  }

  @Override
  public boolean shouldUseExtendedMasterSecret() {
    return options.extendedMasterSecret;
  }

  @Override
  public int getHandshakeTimeoutMillis() {
    return options.timeLimitMillis;
  }

  @Override
  public int getHandshakeResendTimeMillis() {
    return RESEND_MILLIS;
  }

  @Override
  public Hashtable getClientExtensions() throws IOException {
    Hashtable extensions = super.getClientExtensions();
    if (!options.profiles.isEmpty()) {
      int[] offered = options.profiles.stream().mapToInt(SrtpProfile::id).toArray();
      TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(offered, new byte[0]));
    }
    extensions.putAll(options.extraExtensions);
    return extensions;
  }

  @Override
  public void processServerExtensions(Hashtable serverExtensions) throws IOException {
    super.processServerExtensions(serverExtensions);
    UseSRTPData chosen = TlsSRTPUtils.getUseSRTPExtension(serverExtensions);
    if (chosen != null) {
      profile =
          Arrays.stream(SrtpProfile.values())
              .filter(candidate -> candidate.id() == chosen.getProtectionProfiles()[0])
              .findFirst()
              .orElseThrow();
    }
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return new TlsAuthentication() {
      @Override
      public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
        byte[] der = server.getCertificate().getCertificateAt(0).getEncoded();
        DtlsFingerprint expected = options.expectedServer;
        if (expected != null && !expected.equals(TestCertificate.fingerprint(der))) {
          throw new TlsFatalAlert(AlertDescription.bad_certificate);
        }
      }

      @Override
      public @Nullable TlsCredentials getClientCredentials(CertificateRequest request) {
        return options.sendsCertificate ? credentials() : null;
      }
    };
  }

  private TlsCredentials credentials() {
    return new BcDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        options.crypto,
        options.certificate.privateKey(),
        options.certificate.chain(),
        SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    if (profile != null) {
      int key = profile.keyLength();
      int salt = profile.saltLength();
      byte[] material =
          context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, 2 * (key + salt));
      keys =
          new SrtpKeys(
              profile,
              Arrays.copyOfRange(material, 0, key),
              Arrays.copyOfRange(material, 2 * key, 2 * key + salt),
              Arrays.copyOfRange(material, key, 2 * key),
              Arrays.copyOfRange(material, 2 * key + salt, 2 * (key + salt)));
    }
  }

  @Override
  public void notifyAlertReceived(short level, short description) {
    super.notifyAlertReceived(level, description);
    alertsReceived.add(description);
  }
}
