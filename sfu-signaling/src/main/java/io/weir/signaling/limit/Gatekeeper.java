package io.weir.signaling.limit;

import io.vertx.core.http.HttpServerRequest;
import io.weir.signaling.config.Limits;
import io.weir.signaling.config.NetworkPrefix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts what addresses do before they are in a room: attempts to join, and WebSockets that have
 * not joined. Signaling's event loop only.
 */
public final class Gatekeeper {

  private final Limits limits;
  private final ClientAddresses addresses;
  private final AddressRates joins;
  private final Map<String, Integer> unjoined = new HashMap<>();

  /** Holds addresses to these limits. */
  public Gatekeeper(Limits limits, List<NetworkPrefix> trustedProxies) {
    this.limits = limits;
    this.addresses = new ClientAddresses(trustedProxies);
    this.joins = new AddressRates(limits.joinsPerSecond());
  }

  /** Whom a request is counted for. */
  public String address(HttpServerRequest request) {
    return addresses.of(request);
  }

  /** Whether an address may try to join now. */
  public boolean admitsJoin(String address, long nowNs) {
    return joins.take(address, nowNs);
  }

  /** Watches a new WebSocket of an address. */
  public MessageGate openGate(String address, long nowNs) {
    return new MessageGate(this, limits, address, nowNs);
  }

  /** Whether an address may have a further WebSocket that has not joined. */
  public boolean admitsWebSocket(String address) {
    return unjoined.getOrDefault(address, 0) < limits.unjoinedPerAddress();
  }

  void addUnjoined(String address) {
    unjoined.merge(address, 1, Integer::sum);
  }

  void removeUnjoined(String address) {
    unjoined.computeIfPresent(address, (key, count) -> count > 1 ? count - 1 : null);
  }
}
