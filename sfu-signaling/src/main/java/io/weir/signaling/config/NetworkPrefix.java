package io.weir.signaling.config;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A network by its prefix, such as {@code 10.0.0.0/8}, or a single address.
 *
 * @param network an address of it
 * @param bits length of the prefix
 */
public record NetworkPrefix(InetAddress network, int bits) {

  /** Reads an address, or an address and a prefix length; null if it is neither. */
  public static @Nullable NetworkPrefix parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return null;
    }
    int length = address.getAddress().length * Byte.SIZE;
    if (slash < 0) {
      return new NetworkPrefix(address, length);
    }
    String bits = text.substring(slash + 1);
    if (!bits.matches("[0-9]{1,3}") || Integer.parseInt(bits) > length) {
      return null;
    }
    return new NetworkPrefix(address, Integer.parseInt(bits));
  }

  /** Whether an address is in it. */
  public boolean contains(InetAddress address) {
    byte[] own = network.getAddress();
    byte[] other = address.getAddress();
    if (own.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if (((own[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
