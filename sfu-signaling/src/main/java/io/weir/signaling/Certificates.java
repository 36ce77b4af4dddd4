package io.weir.signaling;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.weir.signaling.config.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of https: read at the start, and again when its files change, for connections
 * that come from then on. A change that does not work is logged and the present certificate stays.
 */
final class Certificates {

  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

  /** Looked at rather than waited for: mounted secrets are swapped by renaming directories. */
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final TlsFiles files;
  private volatile Pem latest;

  /** What the two files hold. */
  private record Pem(Buffer cert, Buffer key) {
    private PemKeyCertOptions options() {
      return new PemKeyCertOptions().addCertValue(cert).addKeyValue(key);
    }
  }

  private Certificates(Vertx vertx, TlsFiles files, Pem pem) {
    this.vertx = vertx;
    this.files = files;
    this.latest = pem;
  }

  /** Reads the files; blocks. Fails with one sentence when they do not work together. */
  static Certificates load(Vertx vertx, TlsFiles files) throws IOException {
    Pem pem = read(files);
    check(vertx, files, pem);
    return new Certificates(vertx, files, pem);
  }

  /** What a server that uses them is opened with. */
  PemKeyCertOptions options() {
    return latest.options();
  }

  /** Keeps a server's certificate that of the files. */
  void watch(HttpServer server) {
    vertx.setPeriodic(
        LOOK_INTERVAL.toMillis(),
        look ->
            vertx
                .executeBlocking(this::readIfChanged)
                .compose(changed ->
                    changed == null
                        ? Future.succeededFuture(false)
                        : server.updateSSLOptions(
                            new ServerSSLOptions().setKeyCertOptions(changed.options())))
                .onSuccess(updated -> {
                  if (updated) {
                    LOG.info("New connections get the new certificate of {}", files.cert());
                  }
                })
                .onFailure(e -> LOG.error("The present certificate stays: {}", e.getMessage())));
  }

  /**
   * The files' new content if it works, null if there is none; tried once whether it works or not.
   */
  private @Nullable Pem readIfChanged() throws IOException {
    Pem pem = read(files);
    if (pem.equals(latest)) {
      return null;
    }
    latest = pem;
    check(vertx, files, pem);
    return pem;
  }

  private static Pem read(TlsFiles files) throws IOException {
    try {
      return new Pem(
          Buffer.buffer(Files.readAllBytes(files.cert())),
          Buffer.buffer(Files.readAllBytes(files.key())));
    } catch (IOException e) {
      throw new IOException("certificate or key cannot be read: " + e.getMessage(), e);
    }
  }

  /** Whether the key is the certificate's; Java itself would only find out at a handshake. */
  private static void check(Vertx vertx, TlsFiles files, Pem pem) throws IOException {
    X509Certificate certificate;
    try {
      X509KeyManager keys = keyManager(pem.options().getKeyManagerFactory(vertx).getKeyManagers());
      String alias = firstAlias(keys);
      certificate = keys.getCertificateChain(alias)[0];
      byte[] probe = {1, 2, 3};
      byte[] signature = sign(keys.getPrivateKey(alias), probe);
      Signature verifier = Signature.getInstance(algorithm(keys.getPrivateKey(alias)));
      verifier.initVerify(certificate);
      verifier.update(probe);
      if (!verifier.verify(signature)) {
        throw new GeneralSecurityException("they do not belong together");
      }
    } catch (Exception e) {
      throw new IOException(
          "%s and %s are no certificate and its key in PEM form"
              .formatted(files.cert(), files.key()),
          e);
    }
    LOG.info(
        "Certificate of {}, valid until {}",
        certificate.getSubjectX500Principal(),
        certificate.getNotAfter().toInstant());
  }

  private static X509KeyManager keyManager(KeyManager... managers) throws GeneralSecurityException {
    return Arrays.stream(managers)
        .filter(X509KeyManager.class::isInstance)
        .map(X509KeyManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new GeneralSecurityException("there is no key"));
  }

  private static String firstAlias(X509KeyManager keys) throws GeneralSecurityException {
    for (String type : new String[] {"EC", "RSA", "EdDSA"}) {
      String[] aliases = keys.getServerAliases(type, null);
      if (aliases != null && aliases.length > 0) {
        return aliases[0];
      }
    }
    throw new GeneralSecurityException("there is no key of a kind that TLS knows");
  }

  private static byte[] sign(PrivateKey key, byte[] data) throws GeneralSecurityException {
    Signature signer = Signature.getInstance(algorithm(key));
    signer.initSign(key);
    signer.update(data);
    return signer.sign();
  }

  private static String algorithm(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }
}
