package io.weir.core.handshake;

import io.weir.core.control.DtlsFingerprint;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCrypto;

/**
 * A self-signed ECDSA P-256 certificate, made anew at each start (RFC 8827 §6.5). Immutable.
 *
 * @param chain the certificate as TLS sends it
 * @param privateKey its private key
 * @param fingerprint what signaling tells peers about it
 */
record ServerCertificate(
    Certificate chain, AsymmetricKeyParameter privateKey, DtlsFingerprint fingerprint) {
  /** Peers compare the fingerprint and nothing else, so it need not expire in a server's life. */
  private static final Duration VALIDITY = Duration.ofDays(3_650);

  private static final int SERIAL_BITS = 127;

  static ServerCertificate generate(TlsCrypto crypto) {
    SecureRandom random = crypto.getSecureRandom();
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(
        new ECKeyGenerationParameters(
            ECNamedDomainParameters.lookup(SECObjectIdentifiers.secp256r1), random));
    AsymmetricCipherKeyPair keys = generator.generateKeyPair();
    try {
      byte[] der = selfSigned(keys, random);
      TlsCertificate certificate = crypto.createCertificate(der);
      return new ServerCertificate(
          new Certificate(new TlsCertificate[] {certificate}),
          keys.getPrivate(),
          CertificateFingerprints.compute("sha-256", der));
    } catch (IOException | OperatorCreationException impossible) {
      throw new IllegalStateException("cannot make a certificate", impossible);
    }
  }

  private static byte[] selfSigned(AsymmetricCipherKeyPair keys, SecureRandom random)
      throws IOException, OperatorCreationException {
    X500Name name = new X500Name("CN=weir");
    SubjectPublicKeyInfo publicKey =
        SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(keys.getPublic());
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            name,
            new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
            Date.from(yesterday),
            Date.from(yesterday.plus(VALIDITY)),
            name,
            publicKey);
    AlgorithmIdentifier ecdsa = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    AlgorithmIdentifier sha256 = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);
    return builder
        .build(new BcECContentSignerBuilder(ecdsa, sha256).build(keys.getPrivate()))
        .getEncoded();
  }
}
