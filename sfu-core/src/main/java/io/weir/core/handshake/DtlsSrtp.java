package io.weir.core.handshake;

import io.weir.core.srtp.SrtpKeys;
import io.weir.core.srtp.SrtpProfile;
import java.util.Arrays;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/** What both ends of a DTLS-SRTP handshake (RFC 5764) have in common. Any thread. */
final class DtlsSrtp {
  /** Preferred first: x25519 costs three quarters of what P-256 does. */
  static final int[] GROUPS = {NamedGroup.x25519, NamedGroup.secp256r1};

  /** For certificates like Weir's own. */
  static final int[] CIPHER_SUITES = {
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, // RFC 8827 §6.5 once required it.
  };

  static final int RESEND_MILLIS = 200;
  static final byte[] NO_MKI = {};

  private DtlsSrtp() {}

  /** The profile preferred among those that the other end named; null for none. */
  static @Nullable SrtpProfile choose(int[] named) {
    for (SrtpProfile candidate : SrtpProfile.values()) {
      if (Arrays.stream(named).anyMatch(id -> id == candidate.id())) {
        return candidate;
      }
    }
    return null;
  }

  /** Signs with the certificate's key. */
  static TlsCredentialedSigner signer(
      TlsContext context, BcTlsCrypto crypto, ServerCertificate certificate) {
    return new BcDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        crypto,
        certificate.privateKey(),
        certificate.chain(),
        SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
  }

  /**
   * The keys as the server sees them (RFC 5764 §4.2: client key | server key | client salt | server
   * salt). Only while the handshake completes.
   */
  static SrtpKeys exportServerKeys(TlsContext context, SrtpProfile profile) {
    int key = profile.keyLength();
    int salt = profile.saltLength();
    byte[] material = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, 2 * (key + salt));
    byte[] clientKey = Arrays.copyOfRange(material, 0, key);
    byte[] serverKey = Arrays.copyOfRange(material, key, 2 * key);
    byte[] clientSalt = Arrays.copyOfRange(material, 2 * key, 2 * key + salt);
    byte[] serverSalt = Arrays.copyOfRange(material, 2 * key + salt, 2 * (key + salt));
    Arrays.fill(material, (byte) 0);
    return new SrtpKeys(profile, serverKey, serverSalt, clientKey, clientSalt);
  }
}
