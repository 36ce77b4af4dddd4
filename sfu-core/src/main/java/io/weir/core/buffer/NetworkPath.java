package io.weir.core.buffer;

/**
 * A way to a remote end: one of the worker's sockets and a remote address. Immutable; created only
 * once an address is authenticated, never per packet.
 *
 * <p>Each TCP connection is a path of its own: its number is not used again when the same client
 * connects anew from the same port, so nothing meant for one connection ever reaches another.
 *
 * @param socket index of the local UDP socket in its worker, or {@link #FIRST_TCP} and above for a
 *     TCP connection
 * @param addressHigh first 8 octets of the IPv6 address; IPv4 is mapped (RFC 4291 §2.5.5.2)
 * @param addressLow last 8 octets
 * @param port 0 to 65535
 */
public record NetworkPath(int socket, long addressHigh, long addressLow, int port) {
  /** Numbers from here on name TCP connections. */
  public static final int FIRST_TCP = 1 << 30;

  private static final long IPV4_MAPPED = 0x0000_FFFF_0000_0000L;

  /** A path to an IPv4 address given as its 32 bits. */
  public static NetworkPath ofIpv4(int socket, int address, int port) {
    return new NetworkPath(socket, 0, IPV4_MAPPED | (address & 0xFFFF_FFFFL), port);
  }

  /** Whether it is a TCP connection. */
  public boolean isTcp() {
    return socket >= FIRST_TCP;
  }

  /** The remote address as a literal: dotted IPv4, or eight groups of IPv6. */
  public String addressText() {
    if (isIpv4()) {
      return ((addressLow >>> 24) & 0xFF)
          + "."
          + ((addressLow >>> 16) & 0xFF)
          + "."
          + ((addressLow >>> 8) & 0xFF)
          + "."
          + (addressLow & 0xFF);
    }
    StringBuilder text = new StringBuilder(39);
    for (int group = 0; group < 8; group++) {
      long half = group < 4 ? addressHigh : addressLow;
      text.append(group == 0 ? "" : ":")
          .append(Long.toHexString((half >>> (48 - group % 4 * 16)) & 0xFFFF));
    }
    return text.toString();
  }

  /** Whether the remote address is IPv4, mapped into IPv6. */
  public boolean isIpv4() {
    return isIpv4(addressHigh, addressLow);
  }

  /** Whether an address is IPv4, mapped into IPv6. */
  public static boolean isIpv4(long addressHigh, long addressLow) {
    return addressHigh == 0 && addressLow >>> 32 == 0xFFFF;
  }
}
