package io.weir.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.signaling.config.SettingsException;
import io.weir.signaling.config.SettingsReader;
import io.weir.signaling.session.Timing;
import io.weir.signaling.testing.TestCertificates;
import io.weir.signaling.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** https and wss, and certificates that change while the server runs. */
@Timeout(180)
class TlsTest {

  private Path cert = Path.of("cert.pem");
  private Path key = Path.of("key.pem");

  @BeforeEach
  void place(@TempDir Path folder) {
    cert = folder.resolve("cert.pem");
    key = folder.resolve("key.pem");
    TestCertificates.write(cert, key, "first");
  }

  private Map<String, String> settings() {
    return Map.of("WEIR_TLS_CERT", cert.toString(), "WEIR_TLS_KEY", key.toString());
  }

  @Test
  void shouldServeHttpsOverHttp2AndWebSockets() throws Exception {
    try (TestServer server = TestServer.start(settings(), Timing.STANDARD);
        HttpClient client = client()) {
      HttpResponse<String> health = get(client, server);
      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(health.version()).isEqualTo(HttpClient.Version.HTTP_2);
      try (Echo socket = new Echo(client, server)) {
        assertThat(socket.join()).contains("\"type\":\"reply\"");
      }
    }
  }

  @Test
  void shouldTakeANewCertificateForNewConnectionsAndKeepTheOldOnes() throws Exception {
    try (TestServer server = TestServer.start(settings(), Timing.STANDARD);
        HttpClient before = client();
        Echo open = new Echo(before, server)) {
      assertThat(open.join()).contains("reply");
      TestCertificates.write(cert, key, "second");
      awaitSubject(server, "CN=second");
      assertThat(open.send("{\"id\":2,\"type\":\"leave\"}")).contains("\"id\":2");
    }
  }

  @Test
  void shouldKeepTheCertificateWhenItsFilesAreBroken() throws Exception {
    try (TestServer server = TestServer.start(settings(), Timing.STANDARD)) {
      Files.writeString(cert, "no certificate");
      long looked = System.nanoTime() + Duration.ofSeconds(5).toNanos();
      while (System.nanoTime() < looked) {
        assertThat(subject(server)).isEqualTo("CN=first");
      }
      TestCertificates.write(cert, key, "third");
      awaitSubject(server, "CN=third");
    }
  }

  @Test
  void shouldNotStartWithACertificateAndTheKeyOfAnother(@TempDir Path other) throws Exception {
    Path foreign = other.resolve("key.pem");
    TestCertificates.write(other.resolve("cert.pem"), foreign, "other");
    assertThatThrownBy(() ->
            TestServer.start(
                Map.of("WEIR_TLS_CERT", cert.toString(), "WEIR_TLS_KEY", foreign.toString()),
                Timing.STANDARD))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no certificate and its key");
  }

  @Test
  void shouldWantBothFilesAndBothReadable() {
    assertThatThrownBy(() -> SettingsReader.read(Map.of("WEIR_TLS_CERT", cert.toString())))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("needs WEIR_TLS_KEY");
    assertThatThrownBy(() ->
            SettingsReader.read(
                Map.of("WEIR_TLS_CERT", cert.toString(), "WEIR_TLS_KEY", "/nowhere.pem")))
        .hasMessageContaining("WEIR_TLS_KEY must be a file");
  }

  private static void awaitSubject(TestServer server, String expected) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!subject(server).equals(expected)) {
      assertThat(System.nanoTime()).as("still not %s", expected).isLessThan(deadline);
    }
  }

  private static String subject(TestServer server) throws Exception {
    try (HttpClient client = client()) {
      X509Certificate certificate =
          (X509Certificate) get(client, server).sslSession().orElseThrow().getPeerCertificates()[0];
      return certificate.getSubjectX500Principal().getName();
    }
  }

  private static HttpResponse<String> get(HttpClient client, TestServer server)
      throws IOException, InterruptedException {
    URI health = URI.create("https://localhost:" + server.port() + "/healthz");
    return client.send(HttpRequest.newBuilder(health).build(), BodyHandlers.ofString());
  }

  private static HttpClient client() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustAll()}, null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  /** A WebSocket that hands out the last message. */
  private static final class Echo implements WebSocket.Listener, AutoCloseable {
    private final WebSocket socket;
    private volatile CompletableFuture<String> next = new CompletableFuture<>();

    private Echo(HttpClient client, TestServer server) {
      socket =
          client
              .newWebSocketBuilder()
              .subprotocols("weir.v1")
              .buildAsync(URI.create("wss://localhost:" + server.port() + "/ws"), this)
              .join();
    }

    @Override
    public void close() {
      socket.abort(); // Otherwise its HttpClient would wait for it.
    }

    private String join() {
      return send("{\"id\":1,\"type\":\"join\",\"room\":\"lab\"}");
    }

    private String send(String text) {
      next = new CompletableFuture<>();
      socket.sendText(text, true).join();
      return next.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Override
    public @Nullable CompletionStage<?> onText(
        WebSocket webSocket, CharSequence data, boolean last) {
      next.complete(data.toString());
      webSocket.request(1);
      return null;
    }
  }

  /** Believes every certificate: the tests look at it themselves. */
  private static final class TrustAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
