package io.weir.core.handshake;

import io.weir.core.control.DtlsFingerprint;
import io.weir.core.srtp.SrtpKeys;
import io.weir.core.srtp.SrtpProfile;
import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import java.util.stream.IntStream;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCloseable;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * What a client says in a DTLS handshake: DTLS 1.2 with ECDHE, SRTP (RFC 5764), and a server
 * certificate that matches a fingerprint. Bouncy Castle calls it on the handshake's thread;
 * afterwards on whichever thread reads or closes.
 */
@SuppressWarnings({"JdkObsolete", "rawtypes", "unchecked"}) // Bouncy Castle's API.
final class DtlsClientPeer extends DefaultTlsClient implements DtlsPeer {
  /** For servers whose certificates have RSA keys. */
  private static final int[] RSA_SUITES = {
    CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
  };

  private final BcTlsCrypto bcCrypto;
  private final ServerCertificate certificate;
  private final List<DtlsFingerprint> expected;
  private final int timeLimitMillis;
  private @Nullable SrtpProfile profile;
  private @Nullable SrtpKeys keys;
  private @Nullable String refusal;
  private volatile @Nullable TlsCloseable recordLayer;
  private volatile boolean closeNotified;

  DtlsClientPeer(
      BcTlsCrypto crypto,
      ServerCertificate certificate,
      List<DtlsFingerprint> expected,
      int timeLimitMillis) {
    super(crypto);
    this.bcCrypto = crypto;
    this.certificate = certificate;
    this.expected = expected;
    this.timeLimitMillis = timeLimitMillis;
  }

  @Override
  public DTLSTransport establish(DatagramTransport datagrams) throws IOException {
    return new DTLSClientProtocol().connect(this, datagrams);
  }

  @Override
  public @Nullable SrtpKeys keys() {
    return keys;
  }

  @Override
  public @Nullable String refusal() {
    return refusal;
  }

  @Override
  public boolean closeNotified() {
    return closeNotified;
  }

  @Override
  public void abandon() throws IOException {
    TlsCloseable open = recordLayer;
    if (open != null) {
      open.close();
    }
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return ProtocolVersion.DTLSv12.only();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return IntStream.concat(Arrays.stream(DtlsSrtp.CIPHER_SUITES), Arrays.stream(RSA_SUITES))
        .toArray();
  }

  @Override
  protected Vector getSupportedGroups(Vector namedGroupRoles) {
    return new Vector<>(Arrays.stream(DtlsSrtp.GROUPS).boxed().toList());
  }

  @Override
  public Hashtable getClientExtensions() throws IOException {
    Hashtable extensions = super.getClientExtensions();
    int[] offered = Arrays.stream(SrtpProfile.values()).mapToInt(SrtpProfile::id).toArray();
    TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(offered, DtlsSrtp.NO_MKI));
    return extensions;
  }

  @Override
  public void processServerExtensions(Hashtable serverExtensions) throws IOException {
    super.processServerExtensions(serverExtensions);
    UseSRTPData chosen =
        serverExtensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(serverExtensions);
    profile = chosen == null ? null : DtlsSrtp.choose(chosen.getProtectionProfiles());
    if (profile == null) {
      throw refuse(
          AlertDescription.handshake_failure,
          "The server chose no SRTP protection profile that was offered");
    }
  }

  /** How a self-signed certificate is signed proves nothing: the fingerprint does. */
  @Override
  public boolean shouldCheckSigAlgOfPeerCerts() {
    return false;
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return new TlsAuthentication() {
      @Override
      public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
        byte[] der = server.getCertificate().getCertificateAt(0).getEncoded();
        if (!CertificateFingerprints.matchAny(expected, der)) {
          // RFC 8122 §6.2: a mismatch ends the association with bad_certificate.
          throw refuse(
              AlertDescription.bad_certificate,
              "The server's certificate does not match the fingerprint that it signaled");
        }
      }

      @Override
      public TlsCredentials getClientCredentials(CertificateRequest request) {
        return DtlsSrtp.signer(context, bcCrypto, certificate);
      }
    };
  }

  /** RFC 7627: without it, two associations could share a master secret and so SRTP keys. */
  @Override
  public boolean requiresExtendedMasterSecret() {
    return true;
  }

  @Override
  public int getHandshakeTimeoutMillis() {
    return timeLimitMillis;
  }

  @Override
  public int getHandshakeResendTimeMillis() {
    return DtlsSrtp.RESEND_MILLIS;
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    if (profile == null) {
      throw new TlsFatalAlert(AlertDescription.internal_error);
    }
    keys = DtlsSrtp.exportServerKeys(context, profile).reversed();
  }

  @Override
  public void notifyCloseHandle(TlsCloseable closeHandle) {
    super.notifyCloseHandle(closeHandle);
    recordLayer = closeHandle;
  }

  @Override
  public void notifyAlertReceived(short level, short description) {
    super.notifyAlertReceived(level, description);
    if (description == AlertDescription.close_notify) {
      closeNotified = true;
    }
  }

  private TlsFatalAlert refuse(short alert, String sentence) {
    refusal = sentence;
    return new TlsFatalAlert(alert, sentence);
  }
}
