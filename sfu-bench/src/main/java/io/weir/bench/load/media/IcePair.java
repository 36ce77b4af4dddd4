package io.weir.bench.load.media;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.control.IceCandidate;
import io.weir.core.io.InternetAddress;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A client's one candidate paired with one of the server's (RFC 8445 §6.1.2). Media thread only.
 */
final class IcePair {
  /** Checks whose time of sending is remembered; a power of two. */
  private static final int REMEMBERED = 8;

  private static final int INDEX_SHIFT = 16;
  private static final long FIRST_REPEAT_NS = 100_000_000;
  private static final long LAST_REPEAT_NS = 1_600_000_000;

  private final long high;
  private final long low;
  private final int port;
  private final long priority;
  private final int index;
  private final long[] sentNs = new long[REMEMBERED];
  private int attempts;
  private long dueNs;
  private long repeatNs = FIRST_REPEAT_NS;
  private boolean succeeded;
  private boolean nominated;

  IcePair(long high, long low, int port, long priority, int index) {
    this.high = high;
    this.low = low;
    this.port = port;
    this.priority = priority;
    this.index = index;
  }

  /** A pair with a candidate; null when its address is no IP address. */
  static @Nullable IcePair of(IceCandidate candidate, int index) {
    try {
      InetAddress address = InetAddress.ofLiteral(candidate.address());
      return new IcePair(
          InternetAddress.high(address),
          InternetAddress.low(address),
          candidate.port(),
          candidate.priority(),
          index);
    } catch (IllegalArgumentException name) {
      return null; // mDNS names (RFC 8828 §3.1) are for browsers.
    }
  }

  long high() {
    return high;
  }

  long low() {
    return low;
  }

  int port() {
    return port;
  }

  long priority() {
    return priority;
  }

  /** Whether its first check or a repeated one should be sent. */
  boolean isDue(long nowNs) {
    return !succeeded && (attempts == 0 || dueNs - nowNs <= 0);
  }

  void makeDue() {
    attempts = 0;
  }

  /** Counts a check; returns the first part of its transaction id. */
  int newTransaction(long nowNs) {
    sentNs[attempts & (REMEMBERED - 1)] = nowNs;
    dueNs = nowNs + repeatNs;
    repeatNs = Math.min(2 * repeatNs, LAST_REPEAT_NS);
    return index << INDEX_SHIFT | (attempts++ & 0xFFFF);
  }

  /** The other part of its transaction ids, which nobody else knows. */
  long secret(long seed) {
    long mixed = (seed ^ index) * 0x9E37_79B9_7F4A_7C15L;
    return mixed ^ (mixed >>> 32);
  }

  /** Whether a transaction id begins as this pair's do. */
  boolean isMine(int transaction) {
    return transaction >>> INDEX_SHIFT == index;
  }

  /** Notes an answer; returns how long it took. */
  long succeed(int transaction, long nowNs) {
    succeeded = true;
    return nowNs - sentNs[transaction & (REMEMBERED - 1)];
  }

  boolean hasSucceeded() {
    return succeeded;
  }

  void nominate() {
    nominated = true;
  }

  boolean isNominated() {
    return nominated;
  }

  @Override
  public String toString() {
    return new NetworkPath(0, high, low, port).addressText() + ":" + port;
  }
}
