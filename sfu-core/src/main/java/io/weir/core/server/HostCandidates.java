package io.weir.core.server;

import io.weir.core.control.IceCandidate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Makes the host candidates of a worker's sockets. Stateless. */
final class HostCandidates {
  /** RFC 8445 §5.1.2.2: type preference of host candidates. */
  private static final long TYPE_PREFERENCE = 126;

  /** RFC 8445 §5.1.2.1: local preference of the best address. */
  private static final long MAX_LOCAL_PREFERENCE = 65_535;

  /** RFC 8445 §5.1.2.1: RTP and RTCP are multiplexed on component 1. */
  private static final long COMPONENT = 1;

  private HostCandidates() {}

  /**
   * One candidate for each address, the preferred first.
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
      candidates.add(candidate(i, told.get(i)));
    }
    return candidates;
  }

  /** Behind port forwarding, the port is that of a socket of the same family, loopback last. */
  private static InetSocketAddress announce(InetAddress address, List<InetSocketAddress> bound) {
    InetSocketAddress base =
        bound.stream()
            .filter(socket -> socket.getAddress().getClass() == address.getClass())
            .filter(socket -> !socket.getAddress().isLoopbackAddress())
            .findFirst()
            .orElse(bound.getFirst());
    return new InetSocketAddress(address, base.getPort());
  }

  private static IceCandidate candidate(int index, InetSocketAddress address) {
    long priority =
        (TYPE_PREFERENCE << 24) + ((MAX_LOCAL_PREFERENCE - index) << 8) + (256 - COMPONENT);
    // Each address has a foundation of its own (RFC 8445 §5.1.1.3).
    return new IceCandidate(
        Integer.toString(index + 1),
        "udp",
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
