package io.weir.signaling.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Makes self-signed certificates with OpenSSL. */
public final class TestCertificates {

  private TestCertificates() {}

  /** Writes a new certificate for localhost and its key, in place of those that are there. */
  public static void write(Path cert, Path key, String commonName) {
    write(cert, key, commonName, "127.0.0.1");
  }

  /** The same for another address. */
  public static void write(Path cert, Path key, String commonName, String address) {
    try {
      Process openssl =
          new ProcessBuilder(
                  "openssl",
                  "req",
                  "-x509",
                  "-newkey",
                  "ec",
                  "-pkeyopt",
                  "ec_paramgen_curve:prime256v1",
                  "-nodes",
                  "-days",
                  "2",
                  "-subj",
                  "/CN=" + commonName,
                  "-addext",
                  "subjectAltName=DNS:localhost,IP:" + address,
                  "-keyout",
                  key.toString(),
                  "-out",
                  cert.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!openssl.waitFor(60, TimeUnit.SECONDS) || openssl.exitValue() != 0) {
        throw new IllegalStateException("openssl made no certificate");
      }
    } catch (IOException e) {
      throw new IllegalStateException("openssl is needed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
