package io.weir.signaling;

import io.weir.signaling.config.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Asks the server that runs with given settings on this machine whether it lives; blocks the
 * calling thread for a few seconds at most.
 */
final class HealthCheck {

  private static final int PATIENCE_MS = 2000;
  private static final String REQUEST =
      "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  private static final String HEALTHY = "HTTP/1.1 200 ";

  private HealthCheck() {}

  /**
   * Whether {@code /healthz} says so; over https that the port answers must do, for the certificate
   * is for another name.
   */
  static boolean succeeds(Settings settings) {
    try (Socket socket = new Socket()) {
      InetAddress host = InetAddress.getByName(settings.httpHost());
      // A server on every address is on loopback, too.
      InetAddress reached = host.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : host;
      socket.connect(new InetSocketAddress(reached, settings.httpPort()), PATIENCE_MS);
      if (settings.tls() != null) {
        return true;
      }
      socket.setSoTimeout(PATIENCE_MS);
      socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
      byte[] start = socket.getInputStream().readNBytes(HEALTHY.length());
      return HEALTHY.equals(new String(start, StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return false;
    }
  }
}
