package io.weir.signaling.limit;

import io.vertx.core.http.HttpServerRequest;
import io.weir.signaling.config.IpAddress;
import io.weir.signaling.config.NetworkPrefix;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom a request is counted for: the other end of its connection, or where that is a trusted proxy,
 * the address that the proxy names in {@code X-Forwarded-For}. Any thread.
 */
public final class ClientAddresses {

  /**
   * What one household or machine commonly has of IPv6: counting single addresses limits nobody.
   */
  private static final int IPV6_PREFIX_BYTES = 8;

  private final List<NetworkPrefix> trustedProxies;

  /** Trusts what these proxies say of their clients. */
  public ClientAddresses(List<NetworkPrefix> trustedProxies) {
    this.trustedProxies = List.copyOf(trustedProxies);
  }

  /** The address to count for: an IPv4 address, or an IPv6 network of 64 bits. */
  public String of(HttpServerRequest request) {
    String peer = request.remoteAddress().hostAddress();
    return of(peer == null ? "" : peer, request.headers().getAll("X-Forwarded-For"));
  }

  String of(String peer, List<String> forwarded) {
    String[] hops = String.join(",", forwarded).split(",", -1);
    InetAddress address = IpAddress.parse(peer);
    // Each proxy appends whom it heard from: from the right, until one is not ours.
    for (int i = hops.length - 1; i >= 0 && address != null && isTrusted(address); i--) {
      InetAddress named = IpAddress.parse(hops[i].strip());
      if (named == null) {
        break;
      }
      address = named;
    }
    return key(address, peer);
  }

  private boolean isTrusted(InetAddress address) {
    return trustedProxies.stream().anyMatch(proxy -> proxy.contains(address));
  }

  private static String key(@Nullable InetAddress address, String fallback) {
    if (address == null) {
      return fallback;
    }
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(address.getAddress(), 0, IPV6_PREFIX_BYTES)
        : address.getHostAddress();
  }
}
