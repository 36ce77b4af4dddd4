package io.weir.core.server;

import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Finds out what {@code auto} means for media addresses. */
public final class MediaAddresses {

  private MediaAddresses() {}

  /**
   * Every IPv4 address of this machine's interfaces that are up, loopback last: browsers on the
   * same machine may use any of them (Firefox takes no loopback candidates).
   */
  public static List<InetAddress> ofThisMachine() {
    List<InetAddress> addresses = new ArrayList<>();
    try {
      for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (network.isUp()) {
          network
              .inetAddresses()
              .filter(address -> address instanceof Inet4Address)
              .forEach(addresses::add);
        }
      }
    } catch (SocketException e) {
      throw new UncheckedIOException("cannot list this machine's network interfaces", e);
    }
    addresses.sort(Comparator.comparing(InetAddress::isLoopbackAddress));
    return addresses.stream().distinct().toList();
  }
}
