package io.weir.core.handshake;

import io.weir.core.control.DtlsFingerprint;
import io.weir.core.srtp.SrtpKeys;
import io.weir.core.srtp.SrtpProfile;
import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCloseable;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * What Weir answers in a DTLS handshake: DTLS 1.2 with ECDHE-ECDSA, SRTP (RFC 5764), and a client
 * certificate that matches a fingerprint. Bouncy Castle calls it on the handshake's thread;
 * afterwards on whichever thread reads or closes.
 */
@SuppressWarnings({"JdkObsolete", "rawtypes", "unchecked"}) // Bouncy Castle's API.
final class DtlsServerPeer extends DefaultTlsServer implements DtlsPeer {
  private static final int CURVE_BITS = 256;

  private final BcTlsCrypto bcCrypto;
  private final ServerCertificate certificate;
  private final List<DtlsFingerprint> expected;
  private final int timeLimitMillis;
  private @Nullable SrtpProfile profile;
  private @Nullable SrtpKeys keys;
  private @Nullable String refusal;
  private volatile @Nullable TlsCloseable recordLayer;
  private volatile boolean closeNotified;

  DtlsServerPeer(
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
    return new DTLSServerProtocol().accept(this, datagrams);
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
    return DtlsSrtp.CIPHER_SUITES.clone();
  }

  @Override
  protected boolean preferLocalCipherSuites() {
    return true;
  }

  @Override
  public int[] getSupportedGroups() {
    return DtlsSrtp.GROUPS.clone();
  }

  @Override
  protected int getMaximumNegotiableCurveBits() {
    return selectECDH(CURVE_BITS) < 0 ? 0 : CURVE_BITS;
  }

  /** Our preference among the client's groups, of which we need not know all (RFC 8422 §5.1). */
  @Override
  protected int selectECDH(int minimumCurveBits) {
    int[] offered = context.getSecurityParametersHandshake().getClientSupportedGroups();
    if (offered == null) {
      return NamedGroup.secp256r1;
    }
    for (int group : DtlsSrtp.GROUPS) {
      if (Arrays.stream(offered).anyMatch(other -> other == group)) {
        return group;
      }
    }
    return -1;
  }

  @Override
  protected TlsCredentialedSigner getECDSASignerCredentials() {
    return DtlsSrtp.signer(context, bcCrypto, certificate);
  }

  @Override
  public void processClientExtensions(Hashtable clientExtensions) throws IOException {
    super.processClientExtensions(clientExtensions);
    UseSRTPData offered =
        clientExtensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(clientExtensions);
    profile = offered == null ? null : DtlsSrtp.choose(offered.getProtectionProfiles());
    if (profile == null) {
      // RFC 5764 §4.1.2 lets a server go on without; a media server has no use for that.
      throw refuse(
          AlertDescription.handshake_failure,
          "The peer offers no SRTP protection profile that Weir speaks");
    }
  }

  @Override
  public Hashtable getServerExtensions() throws IOException {
    Hashtable extensions = super.getServerExtensions();
    if (profile != null) {
      TlsSRTPUtils.addUseSRTPExtension(
          extensions, new UseSRTPData(new int[] {profile.id()}, DtlsSrtp.NO_MKI));
    }
    return extensions;
  }

  @Override
  public CertificateRequest getCertificateRequest() {
    short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
    Vector algorithms = TlsUtils.getDefaultSupportedSignatureAlgorithms(context);
    return new CertificateRequest(types, algorithms, null);
  }

  /** How a self-signed certificate is signed proves nothing: the fingerprint does. */
  @Override
  public boolean shouldCheckSigAlgOfPeerCerts() {
    return false;
  }

  @Override
  public void notifyClientCertificate(Certificate clientCertificate) throws IOException {
    if (clientCertificate == null || clientCertificate.isEmpty()) {
      // RFC 5246 §7.4.6: the alert for a client without certificate.
      throw refuse(AlertDescription.handshake_failure, "The peer sent no certificate");
    }
    byte[] der = clientCertificate.getCertificateAt(0).getEncoded();
    if (!CertificateFingerprints.matchAny(expected, der)) {
      // RFC 8122 §6.2: a mismatch ends the association with bad_certificate.
      throw refuse(
          AlertDescription.bad_certificate,
          "The peer's certificate does not match the fingerprint that it signaled");
    }
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
    keys = DtlsSrtp.exportServerKeys(context, profile);
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
