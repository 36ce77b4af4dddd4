package io.weir.signaling.e2e;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Somebody else's web server: one HTML page of another origin, for every path; any thread. */
final class ForeignPage implements AutoCloseable {
  private final HttpServer server;
  private volatile String html = "";

  private ForeignPage(HttpServer server) {
    this.server = server;
  }

  /** Starts the server on a free port. */
  static ForeignPage start() {
    try {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
      ForeignPage page = new ForeignPage(server);
      server.createContext(
          "/",
          exchange -> {
            byte[] content = page.html.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, content.length);
            try (OutputStream body = exchange.getResponseBody()) {
              body.write(content);
            }
          });
      server.start();
      return page;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its origin, without a slash at the end. */
  String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Where its page is. */
  URI address() {
    return URI.create(origin() + "/");
  }

  /** Makes this the content of the page's body. */
  void setBody(String body) {
    html = "<!doctype html><html lang=en><title>Elsewhere</title><body>" + body + "</body></html>";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
