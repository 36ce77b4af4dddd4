package io.weir.signaling.limit;

import java.util.LinkedHashMap;
import java.util.Map;

/** One {@link Rate} for each address; those unused the longest are forgotten. One thread. */
public final class AddressRates {

  /** What an attacker with many addresses can make it hold: some MB. */
  private static final int MAX_ADDRESSES = 50_000;

  private final int perSecond;
  private final Map<String, Rate> rates = new Latest();

  /** Lets each address take so many per second. */
  public AddressRates(int perSecond) {
    this.perSecond = perSecond;
  }

  /** Takes one for an address; false when it has none left now. */
  public boolean take(String address, long nowNs) {
    return rates.computeIfAbsent(address, key -> new Rate(perSecond, nowNs)).take(nowNs);
  }

  private static final class Latest extends LinkedHashMap<String, Rate> {
    private static final long serialVersionUID = 1L;

    private Latest() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Rate> eldest) {
      return size() > MAX_ADDRESSES;
    }
  }
}
