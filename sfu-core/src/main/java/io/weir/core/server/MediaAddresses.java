package io.weir.core.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out which addresses of this machine media can use. Any thread. */
public final class MediaAddresses {
  private static final Logger LOG = LoggerFactory.getLogger(MediaAddresses.class);

  private MediaAddresses() {}

  /**
   * Every address of this machine's interfaces that are up, but for link-local ones, which mean
   * nothing to a client without the name of its interface. Both families take turns, IPv6 first
   * (RFC 8421 §4); loopback comes last, and is there because a browser on this machine may use it.
   */
  public static List<InetAddress> ofThisMachine() {
    return inOrder(all()).stream().filter(MediaAddresses::isBindable).toList();
  }

  /**
   * The addresses that this machine has the protocols for: where no interface has IPv6, because the
   * kernel lacks it or was told to do without, IPv6 addresses are left out with a word in the log.
   * Whether the others are this machine's is not looked at.
   */
  public static List<InetAddress> supported(List<InetAddress> addresses) {
    return supported(addresses, all());
  }

  /** The same for a machine with other addresses. */
  static List<InetAddress> supported(List<InetAddress> addresses, List<InetAddress> ofMachine) {
    List<InetAddress> sixes = addresses.stream().filter(a -> a instanceof Inet6Address).toList();
    if (sixes.isEmpty() || ofMachine.stream().anyMatch(a -> a instanceof Inet6Address)) {
      return List.copyOf(addresses);
    }
    LOG.warn("This system has no IPv6, so media goes without {}", sixes);
    return addresses.stream().filter(address -> !sixes.contains(address)).toList();
  }

  /** Sorts out what {@link #ofThisMachine} promises. */
  static List<InetAddress> inOrder(List<InetAddress> found) {
    List<InetAddress> usable =
        found.stream()
            .distinct()
            .filter(address -> !address.isLinkLocalAddress() && !address.isMulticastAddress())
            .toList();
    List<InetAddress> ordered = new ArrayList<>();
    interleave(usable.stream().filter(address -> !address.isLoopbackAddress()).toList(), ordered);
    interleave(usable.stream().filter(InetAddress::isLoopbackAddress).toList(), ordered);
    return ordered;
  }

  private static void interleave(List<InetAddress> from, List<InetAddress> to) {
    List<InetAddress> six = from.stream().filter(a -> a instanceof Inet6Address).toList();
    List<InetAddress> four = from.stream().filter(a -> !(a instanceof Inet6Address)).toList();
    for (int i = 0; i < Math.max(six.size(), four.size()); i++) {
      to.addAll(six.subList(Math.min(i, six.size()), Math.min(i + 1, six.size())));
      to.addAll(four.subList(Math.min(i, four.size()), Math.min(i + 1, four.size())));
    }
  }

  /** An IPv6 address may still be under duplicate address detection (RFC 4862 §5.4). */
  private static boolean isBindable(InetAddress address) {
    if (!(address instanceof Inet6Address) || canBind(address)) {
      return true;
    }
    LOG.warn("Media goes without {}, which cannot be bound now", address.getHostAddress());
    return false;
  }

  private static List<InetAddress> all() {
    List<InetAddress> found = new ArrayList<>();
    try {
      for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (network.isUp()) {
          network.inetAddresses().map(MediaAddresses::withoutZone).forEach(found::add);
        }
      }
    } catch (SocketException e) {
      throw new UncheckedIOException("cannot list this machine's network interfaces", e);
    }
    return found;
  }

  private static boolean canBind(InetAddress address) {
    try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET6)) {
      channel.bind(new InetSocketAddress(address, 0));
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Java gives every IPv6 address the zone of its interface; only link-local ones need it. */
  private static InetAddress withoutZone(InetAddress address) {
    if (address instanceof Inet6Address && !address.isLinkLocalAddress()) {
      try {
        return InetAddress.getByAddress(address.getAddress());
      } catch (IOException e) {
        throw new AssertionError("an address's own octets are a legal address", e);
      }
    }
    return address;
  }
}
