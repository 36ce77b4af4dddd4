package io.weir.core.server;

import io.weir.core.control.IceCandidate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Makes the host candidates of a worker's sockets: for each address one over UDP, then for each one
 * over TCP. Stateless.
 */
final class HostCandidates {
  private static final String UDP = "udp";
  private static final String TCP = "tcp";

  /** RFC 8445 §5.1.2.2: type preference of host candidates. */
  private static final long UDP_TYPE_PREFERENCE = 126;

  /**
   * RFC 6544 §4.2: below every type of UDP candidate that is no relay; 110 is the preference of
   * peer-reflexive ones, 100 that of server-reflexive ones (RFC 8445 §5.1.2.2).
   */
  private static final long TCP_TYPE_PREFERENCE = 90;

  /** RFC 8445 §5.1.2.1: local preference of the best address. */
  private static final long MAX_LOCAL_PREFERENCE = 65_535;

  /** RFC 6544 §4.2: direction preference of passive host candidates, above 13 bits of others. */
  private static final long PASSIVE_PREFERENCE = 4L << 13;

  /** RFC 6544 §4.2: the other preference of the best address. */
  private static final long MAX_OTHER_PREFERENCE = (1 << 13) - 1;

  /** RFC 8445 §5.1.2.1: RTP and RTCP are multiplexed on component 1. */
  private static final long COMPONENT = 1;

  private HostCandidates() {}

  /**
   * The candidates, the preferred first.
   *
   * @param bound what the worker's sockets are bound to
   * @param announced addresses to tell instead; empty to tell the bound ones
   */
  static List<IceCandidate> of(List<InetSocketAddress> bound, List<InetAddress> announced) {
    List<InetSocketAddress> told = bound;
    if (!announced.isEmpty()) {
      told = announced.stream().map(address -> announce(address, bound)).toList();
    }
    List<IceCandidate> candidates = new ArrayList<>();
    for (int i = 0; i < told.size(); i++) {
      candidates.add(udp(i, told.get(i)));
    }
    for (int i = 0; i < told.size(); i++) {
      candidates.add(tcp(i, told.get(i), told.size() + i));
    }
    return candidates;
  }

  /**
   * A one-to-one NAT keeps ports: an announced address has the port of the socket that is bound to
   * it, otherwise that of the first socket of the same family, loopback last.
   */
  private static InetSocketAddress announce(InetAddress address, List<InetSocketAddress> bound) {
    InetSocketAddress base =
        bound.stream()
            .filter(socket -> socket.getAddress().equals(address))
            .findFirst()
            .or(() -> behind(address, bound))
            .orElse(bound.getFirst());
    return new InetSocketAddress(address, base.getPort());
  }

  private static Optional<InetSocketAddress> behind(
      InetAddress address, List<InetSocketAddress> bound) {
    return bound.stream()
        .filter(socket -> socket.getAddress().getClass() == address.getClass())
        .min(Comparator.comparing(socket -> socket.getAddress().isLoopbackAddress()));
  }

  private static IceCandidate udp(int index, InetSocketAddress address) {
    return candidate(index, UDP, UDP_TYPE_PREFERENCE, MAX_LOCAL_PREFERENCE - index, address);
  }

  private static IceCandidate tcp(int index, InetSocketAddress address, int foundation) {
    long localPreference = PASSIVE_PREFERENCE + MAX_OTHER_PREFERENCE - index;
    return candidate(foundation, TCP, TCP_TYPE_PREFERENCE, localPreference, address);
  }

  /** RFC 8445 §5.1.2.1; each address and protocol has a foundation of its own (§5.1.1.3). */
  private static IceCandidate candidate(
      int foundation,
      String transport,
      long typePreference,
      long localPreference,
      InetSocketAddress address) {
    long priority = (typePreference << 24) + (localPreference << 8) + (256 - COMPONENT);
    return new IceCandidate(
        Integer.toString(foundation + 1),
        transport,
        priority,
        literal(address.getAddress()),
        address.getPort());
  }

  /** Without the zone that Java adds to link-local IPv6 addresses (RFC 8839 §5.1). */
  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }
}
