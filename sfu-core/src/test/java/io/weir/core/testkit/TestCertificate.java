package io.weir.core.testkit;

import io.weir.core.control.DtlsFingerprint;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.spec.ECGenParameterSpec;
import java.util.Date;
import java.util.HexFormat;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCrypto;

/**
 * A test client's self-signed certificate, made with the JDK's keys: independent of the server's.
 *
 * @param chain as TLS sends it
 * @param privateKey its private key
 * @param fingerprint its sha-256 fingerprint
 */
record TestCertificate(
    Certificate chain, AsymmetricKeyParameter privateKey, DtlsFingerprint fingerprint) {

  @SuppressWarnings("JavaUtilDate") // Bouncy Castle's builder takes no other.
  static TestCertificate generate(TlsCrypto crypto) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      X500Principal name = new X500Principal("CN=test client");
      long now = System.currentTimeMillis();
      byte[] der =
          new JcaX509v3CertificateBuilder(
                  name,
                  BigInteger.valueOf(now),
                  new Date(now - 86_400_000),
                  new Date(now + 86_400_000),
                  name,
                  keys.getPublic())
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
              .getEncoded();
      return new TestCertificate(
          new Certificate(new TlsCertificate[] {crypto.createCertificate(der)}),
          PrivateKeyFactory.createKey(keys.getPrivate().getEncoded()),
          fingerprint(der));
    } catch (IOException | GeneralSecurityException | OperatorCreationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static DtlsFingerprint fingerprint(byte[] der) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(der);
      return new DtlsFingerprint(
          "sha-256", HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
