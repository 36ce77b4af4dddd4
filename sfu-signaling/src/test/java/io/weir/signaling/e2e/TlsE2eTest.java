package io.weir.signaling.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.signaling.testing.TestCertificates;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A call whose page and signaling come over https and wss from the server itself. */
class TlsE2eTest {

  @Test
  void shouldHoldACallOverHttps(@TempDir Path folder) {
    Path cert = folder.resolve("cert.pem");
    Path key = folder.resolve("key.pem");
    TestCertificates.write(cert, key, "localhost");
    try (WeirProcess weir =
            WeirProcess.start(
                Map.of("WEIR_TLS_CERT", cert.toString(), "WEIR_TLS_KEY", key.toString()));
        ChromiumBrowser browser = ChromiumBrowser.start()) {
      assertThat(weir.address().getScheme()).isEqualTo("https");
      ConferencePage ada =
          ConferencePage.enter(weir, browser.open(Person.ADA), "secure", Person.ADA);
      ConferencePage ben =
          ConferencePage.enter(weir, browser.open(Person.BEN), "secure", Person.BEN);
      ada.awaitPicturesOf(Person.BEN);
      ben.awaitPicturesOf(Person.ADA);
    }
  }
}
