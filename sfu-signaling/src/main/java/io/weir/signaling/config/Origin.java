package io.weir.signaling.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A web origin (RFC 6454 §4): scheme, host and port in normal form.
 *
 * @param scheme {@code http} or {@code https}
 * @param host in lower case, IPv6 addresses in brackets
 * @param port 1 to 65535, the scheme's own where none was written
 */
public record Origin(String scheme, String host, int port) {

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;
  private static final int MAX_PORT = 65_535;

  /** Reads an origin as browsers write it, for instance {@code https://example.org}. */
  public static @Nullable Origin parse(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      return null;
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean bare =
        uri.getRawUserInfo() == null
            && "".equals(uri.getRawPath())
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null;
    boolean web = scheme.equals("http") || scheme.equals("https");
    if (!bare || !web || uri.getHost() == null || uri.getPort() > MAX_PORT) {
      return null;
    }
    int port = uri.getPort() > 0 ? uri.getPort() : defaultPort(scheme);
    return new Origin(scheme, uri.getHost().toLowerCase(Locale.ROOT), port);
  }

  private static int defaultPort(String scheme) {
    return scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
  }

  /** The origin as browsers write it. */
  @Override
  public String toString() {
    return scheme + "://" + host + (port == defaultPort(scheme) ? "" : ":" + port);
  }
}
