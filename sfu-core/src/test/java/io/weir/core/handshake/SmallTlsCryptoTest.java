package io.weir.core.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.tls.DigitallySigned;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.crypto.TlsVerifier;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsECDSASigner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ways to verify a signature, which must agree. */
class SmallTlsCryptoTest {
  private static final SignatureAndHashAlgorithm ECDSA_SHA256 =
      SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);

  private byte[] hash = new byte[32];
  private byte[] signature = {};

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldTakeASignatureOfTheCertificatesKey(boolean byLibcrypto) throws IOException {
    TlsVerifier verifier = verifierOfSigned(byLibcrypto);

    assertThat(isTaken(verifier, signature)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldRefuseTheSignatureOfAnythingElse(boolean byLibcrypto) throws IOException {
    TlsVerifier verifier = verifierOfSigned(byLibcrypto);

    hash[31] ^= 1;

    assertThat(isTaken(verifier, signature)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldRefuseTheSignatureOfAnotherKey(boolean byLibcrypto) throws IOException {
    verifierOfSigned(byLibcrypto);
    byte[] ofAnother = signature;

    TlsVerifier verifier = verifierOfSigned(byLibcrypto);

    assertThat(isTaken(verifier, ofAnother)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldRefuseEverySignatureWithAChangedOrMissingByte(boolean byLibcrypto) throws IOException {
    TlsVerifier verifier = verifierOfSigned(byLibcrypto);

    for (int i = 0; i < signature.length; i++) {
      byte[] changed = signature.clone();
      changed[i] ^= 1;
      assertThat(isTaken(verifier, changed)).as("byte %d changed", i).isFalse();
      assertThat(isTaken(verifier, Arrays.copyOf(signature, i))).as("%d bytes", i).isFalse();
    }
  }

  private TlsVerifier verifierOfSigned(boolean byLibcrypto) throws IOException {
    BcTlsCrypto crypto = crypto(byLibcrypto);
    ServerCertificate certificate = ServerCertificate.generate(crypto);
    hash = crypto.createNonceGenerator(new byte[0]).generateNonce(hash.length);
    signature =
        new BcTlsECDSASigner(crypto, (ECPrivateKeyParameters) certificate.privateKey())
            .generateRawSignature(ECDSA_SHA256, hash);
    TlsVerifier verifier =
        certificate.chain().getCertificateAt(0).createVerifier(SignatureAlgorithm.ecdsa);
    assertThat(verifier.getClass().getName().contains("bouncycastle")).isNotEqualTo(byLibcrypto);
    return verifier;
  }

  private static BcTlsCrypto crypto(boolean byLibcrypto) {
    if (byLibcrypto) {
      assumeThat(Libcrypto.found()).as("libcrypto.so.3 is not installed").isPresent();
    }
    return new SmallTlsCrypto(byLibcrypto ? Libcrypto.found() : Optional.empty());
  }

  private boolean isTaken(TlsVerifier verifier, byte[] offered) throws IOException {
    return verifier.verifyRawSignature(new DigitallySigned(ECDSA_SHA256, offered), hash);
  }
}
