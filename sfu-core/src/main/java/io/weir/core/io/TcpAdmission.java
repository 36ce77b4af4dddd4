package io.weir.core.io;

import io.weir.core.buffer.NetworkPath;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Which TCP connections a worker takes, so that strangers (those on which no ICE check has passed)
 * do not fill it up. Knows connections by their slots and networks only. Worker thread only;
 * allocates nothing.
 */
final class TcpAdmission {
  /** No worker has more connections. */
  static final int MAX_CONNECTIONS = 1_024;

  /** No client address (an IPv6 client: its /64) has more strangers. */
  static final int MAX_STRANGERS_PER_ADDRESS = 64;

  /** No IPv6 site (its /48, RFC 6177 §2) has more strangers, in whichever of its networks. */
  static final int MAX_STRANGERS_PER_SITE = 256;

  /** A younger stranger does not give way: a check needs a round trip or two. */
  static final long SPARED_NS = TimeUnit.SECONDS.toNanos(2);

  /** For no slot. */
  static final int NONE = -1;

  private static final long SITE_MASK = ~0xFFFFL;

  private final State[] states = new State[MAX_CONNECTIONS];
  private final long[] addresses = new long[MAX_CONNECTIONS];
  private final long[] sites = new long[MAX_CONNECTIONS];
  private final long[] acceptedNs = new long[MAX_CONNECTIONS];

  /** Scratch: the strangers' sites in ascending order. */
  private final long[] sorted = new long[MAX_CONNECTIONS];

  private enum State {
    FREE,
    STRANGER,
    AUTHENTICATED
  }

  TcpAdmission() {
    Arrays.fill(states, State.FREE);
  }

  /**
   * A free slot; otherwise that of a stranger who then gives way: one from the site with the most
   * strangers, there the oldest; {@link #NONE} when all are authenticated or young.
   */
  int slotForOneMore(long nowNs) {
    for (int i = 0; i < MAX_CONNECTIONS; i++) {
      if (states[i] == State.FREE) {
        return i;
      }
    }
    int strangers = sortSites();
    int best = NONE;
    int bestCount = 0;
    for (int i = 0; i < MAX_CONNECTIONS; i++) {
      if (states[i] == State.STRANGER && nowNs - acceptedNs[i] >= SPARED_NS) {
        int count = countSorted(sites[i], strangers);
        if (count > bestCount || (count == bestCount && acceptedNs[i] - acceptedNs[best] < 0)) {
          best = i;
          bestCount = count;
        }
      }
    }
    return best;
  }

  /** Whether one more stranger may come from an address. */
  boolean admits(long addressHigh, long addressLow) {
    long address = addressKey(addressHigh, addressLow);
    long site = siteKey(addressHigh, addressLow);
    int ofAddress = 0;
    int ofSite = 0;
    for (int i = 0; i < MAX_CONNECTIONS; i++) {
      if (states[i] == State.STRANGER) {
        ofAddress += addresses[i] == address ? 1 : 0;
        ofSite += sites[i] == site ? 1 : 0;
      }
    }
    return ofAddress < MAX_STRANGERS_PER_ADDRESS && ofSite < MAX_STRANGERS_PER_SITE;
  }

  /** A stranger takes a free slot. */
  void add(int slot, long addressHigh, long addressLow, long nowNs) {
    states[slot] = State.STRANGER;
    addresses[slot] = addressKey(addressHigh, addressLow);
    sites[slot] = siteKey(addressHigh, addressLow);
    acceptedNs[slot] = nowNs;
  }

  /** A check has passed: a stranger no longer. */
  void authenticate(int slot) {
    states[slot] = State.AUTHENTICATED;
  }

  /** The slot is free again. */
  void remove(int slot) {
    states[slot] = State.FREE;
  }

  private int sortSites() {
    int strangers = 0;
    for (int i = 0; i < MAX_CONNECTIONS; i++) {
      if (states[i] == State.STRANGER) {
        sorted[strangers++] = sites[i];
      }
    }
    Arrays.sort(sorted, 0, strangers);
    return strangers;
  }

  private int countSorted(long site, int strangers) {
    return countBelow(site + 1, strangers) - countBelow(site, strangers);
  }

  private int countBelow(long site, int strangers) {
    int low = 0;
    int high = strangers;
    while (low < high) {
      int middle = (low + high) / 2;
      if (sorted[middle] < site) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** No IPv6 network in use begins with 16 zero bits, as the key of every IPv4 address does. */
  private static long addressKey(long high, long low) {
    return NetworkPath.isIpv4(high, low) ? low : high;
  }

  private static long siteKey(long high, long low) {
    return NetworkPath.isIpv4(high, low) ? low : high & SITE_MASK;
  }
}
