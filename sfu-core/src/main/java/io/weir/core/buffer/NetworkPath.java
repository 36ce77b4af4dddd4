package io.weir.core.buffer;

/**
 * A way to a remote end: one of the worker's sockets and a remote address. Immutable; created when
 * a TCP connection is accepted, when a check on a new path passes, and for the answer to a check
 * that is refused; never for media.
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

  /** An IPv6 address is written in eight groups of 16 bits. */
  private static final int GROUPS = 8;

  /** The last 8 octets of an IPv4-mapped address without the IPv4 address (RFC 4291 §2.5.5.2). */
  public static final long IPV4_MAPPED = 0x0000_FFFF_0000_0000L;

  /** A path to an IPv4 address given as its 32 bits. */
  public static NetworkPath ofIpv4(int socket, int address, int port) {
    return new NetworkPath(socket, 0, IPV4_MAPPED | (address & 0xFFFF_FFFFL), port);
  }

  /** Whether it is a TCP connection. */
  public boolean isTcp() {
    return socket >= FIRST_TCP;
  }

  /**
   * The remote address as a literal: dotted IPv4, or IPv6 in its one recommended form (RFC 5952).
   */
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
    int gap = -1;
    int gapLength = 1; // RFC 5952 §4.2.2: a single group of zero stays
    for (int group = 0; group < GROUPS; group++) {
      int length = zerosFrom(group);
      if (length > gapLength) { // §4.2.3: the first of the longest runs
        gap = group;
        gapLength = length;
      }
    }
    StringBuilder text = new StringBuilder(39);
    int group = 0;
    while (group < GROUPS) {
      if (group == gap) {
        text.append("::");
        group += gapLength;
      } else {
        text.append(group == 0 || group == gap + gapLength ? "" : ":");
        text.append(Integer.toHexString(group(group)));
        group++;
      }
    }
    return text.toString();
  }

  private int zerosFrom(int start) {
    int end = start;
    while (end < GROUPS && group(end) == 0) {
      end++;
    }
    return end - start;
  }

  private int group(int index) {
    long half = index < GROUPS / 2 ? addressHigh : addressLow;
    return (int) (half >>> (48 - index % 4 * 16)) & 0xFFFF;
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
