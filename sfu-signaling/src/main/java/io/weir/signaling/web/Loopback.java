package io.weir.signaling.web;

import io.vertx.core.http.HttpServerRequest;
import io.weir.signaling.config.IpAddress;
import java.net.InetAddress;
import java.util.List;

/** Tells requests from this machine apart. */
public final class Loopback {

  private static final List<String> BY_A_PROXY =
      List.of(
          "Forwarded",
          "Via",
          "X-Forwarded-For",
          "X-Forwarded-Host",
          "X-Forwarded-Proto",
          "X-Real-IP");

  private Loopback() {}

  /** Whether a request came from a loopback address, and names no proxy. */
  public static boolean isRemote(HttpServerRequest request) {
    if (BY_A_PROXY.stream().anyMatch(request.headers()::contains)) {
      return false;
    }
    String text = request.remoteAddress().hostAddress();
    InetAddress address = text == null ? null : IpAddress.parse(text);
    return address != null && address.isLoopbackAddress();
  }
}
