package io.weir.signaling.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** IP address literals; nothing here ever asks a name server. */
public final class IpAddress {

  private static final String LITERAL = "[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[0-9A-Za-z]+)?";

  private IpAddress() {}

  /** Parses an IPv4 or IPv6 literal without brackets, or returns null. */
  public static @Nullable InetAddress parse(String text) {
    if (!text.matches(LITERAL)) {
      return null;
    }
    try {
      InetAddress address = InetAddress.getByName(text);
      boolean shortened = text.indexOf(':') < 0 && text.split("\\.", -1).length != 4;
      return shortened ? null : address;
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
