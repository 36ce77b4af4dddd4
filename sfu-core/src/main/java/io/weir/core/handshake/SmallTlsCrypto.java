package io.weir.core.handshake;

import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.modes.AEADBlockCipher;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.gcm.BasicGCMMultiplier;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.DigitallySigned;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsStreamVerifier;
import org.bouncycastle.tls.crypto.TlsVerifier;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * What Bouncy Castle's handshakes compute with, chosen for associations that are many and short of
 * words. Any thread.
 */
final class SmallTlsCrypto extends BcTlsCrypto {
  private final Optional<Libcrypto> libcrypto;

  /**
   * All that TLS needs.
   *
   * @param libcrypto verifies signatures of P-256 if it is there
   */
  SmallTlsCrypto(Optional<Libcrypto> libcrypto) {
    this.libcrypto = libcrypto;
  }

  /**
   * Without multiplication tables for GCM: an association has a handful of records in its life, and
   * the tables would be half of the 30 kB that it holds meanwhile.
   */
  @Override
  protected AEADBlockCipher createGCMMode(BlockCipher engine) {
    return GCMBlockCipher.newInstance(engine, new BasicGCMMultiplier());
  }

  @Override
  public TlsCertificate createCertificate(short type, byte[] encoding) throws IOException {
    if (type == CertificateType.X509 && libcrypto.isPresent()) {
      return new QuickCertificate(this, encoding, libcrypto.get());
    }
    return super.createCertificate(type, encoding);
  }

  /** A certificate whose signatures libcrypto verifies if its key is of P-256. */
  private static final class QuickCertificate extends BcTlsCertificate {
    private final Libcrypto libcrypto;

    QuickCertificate(BcTlsCrypto crypto, byte[] encoding, Libcrypto libcrypto) throws IOException {
      super(crypto, encoding);
      this.libcrypto = libcrypto;
    }

    @Override
    public TlsVerifier createVerifier(short signatureAlgorithm) throws IOException {
      if (signatureAlgorithm != SignatureAlgorithm.ecdsa || !isOfP256(keyInfo)) {
        return super.createVerifier(signatureAlgorithm);
      }
      validateKeyUsage(KeyUsage.digitalSignature);
      return new P256Verifier(keyInfo.getEncoded(), libcrypto);
    }

    private static boolean isOfP256(SubjectPublicKeyInfo key) {
      return X9ObjectIdentifiers.id_ecPublicKey.equals(key.getAlgorithm().getAlgorithm())
          && SECObjectIdentifiers.secp256r1.equals(key.getAlgorithm().getParameters());
    }
  }

  private static final class P256Verifier implements TlsVerifier {
    private final byte[] publicKey;
    private final Libcrypto libcrypto;

    P256Verifier(byte[] publicKey, Libcrypto libcrypto) {
      this.publicKey = publicKey;
      this.libcrypto = libcrypto;
    }

    /** None: TLS hashes what was signed. */
    @Override
    public @Nullable TlsStreamVerifier getStreamVerifier(DigitallySigned signed) {
      return null;
    }

    @Override
    public boolean verifyRawSignature(DigitallySigned signed, byte[] hash) {
      SignatureAndHashAlgorithm algorithm = signed.getAlgorithm();
      // From DTLS 1.2 on it is always named (RFC 5246 §4.7).
      return algorithm != null
          && algorithm.getSignature() == SignatureAlgorithm.ecdsa
          && libcrypto.verify(publicKey, hash, signed.getSignature());
    }
  }
}
