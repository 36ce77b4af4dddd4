package io.weir.bench.load.signal;

import java.net.URI;

/** What of a URL a connection needs. */
final class Urls {

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private Urls() {}

  static boolean isTls(URI url) {
    return url.getScheme().equals("https") || url.getScheme().equals("wss");
  }

  static int port(URI url) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return isTls(url) ? HTTPS : HTTP;
  }
}
