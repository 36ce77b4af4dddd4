package io.weir.signaling.web;

import io.vertx.core.http.HttpServerRequest;
import io.weir.signaling.config.IpAddress;
import java.net.InetAddress;

/** Tells requests from this machine apart. */
public final class Loopback {

  private Loopback() {}

  /** Whether a request came from a loopback address, and not through a proxy there. */
  public static boolean isRemote(HttpServerRequest request) {
    if (request.headers().contains("X-Forwarded-For") || request.headers().contains("Forwarded")) {
      return false;
    }
    String text = request.remoteAddress().hostAddress();
    InetAddress address = text == null ? null : IpAddress.parse(text);
    return address != null && address.isLoopbackAddress();
  }
}
