package io.weir.core.ice;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import org.jspecify.annotations.Nullable;

/**
 * The few paths that passed a check, with the time of the last authenticated packet on each.
 * Positions are only stable until the next removal.
 */
final class PathTable {
  static final int NOT_FOUND = -1;

  private final NetworkPath[] paths;
  private final long[] lastHeardNs;
  private int size;

  PathTable(int capacity) {
    paths = new NetworkPath[capacity];
    lastHeardNs = new long[capacity];
  }

  int size() {
    return size;
  }

  int tcpCount() {
    int count = 0;
    for (int i = 0; i < size; i++) {
      count += paths[i].isTcp() ? 1 : 0;
    }
    return count;
  }

  boolean isFull() {
    return size == paths.length;
  }

  NetworkPath path(int index) {
    return paths[index];
  }

  long lastHeardNs(int index) {
    return lastHeardNs[index];
  }

  int find(Packet packet) {
    for (int i = 0; i < size; i++) {
      if (packet.isFrom(paths[i])) {
        return i;
      }
    }
    return NOT_FOUND;
  }

  int find(NetworkPath path) {
    for (int i = 0; i < size; i++) {
      if (paths[i].equals(path)) {
        return i;
      }
    }
    return NOT_FOUND;
  }

  void add(NetworkPath path, long nowNs) {
    paths[size] = path;
    lastHeardNs[size++] = nowNs;
  }

  void heard(int index, long nowNs) {
    lastHeardNs[index] = nowNs;
  }

  /** Takes a path out; the last one takes its position. */
  NetworkPath remove(int index) {
    NetworkPath removed = paths[index];
    size--;
    paths[index] = paths[size];
    lastHeardNs[index] = lastHeardNs[size];
    return removed;
  }

  /** The path silent for longest, or {@link #NOT_FOUND}. */
  int longestSilent() {
    return longestSilent(null, false);
  }

  /**
   * The path silent for longest, or {@link #NOT_FOUND}.
   *
   * @param spared not this one
   * @param onlyTcp only among TCP connections
   */
  int longestSilent(@Nullable NetworkPath spared, boolean onlyTcp) {
    int found = NOT_FOUND;
    for (int i = 0; i < size; i++) {
      if (!paths[i].equals(spared)
          && (!onlyTcp || paths[i].isTcp())
          && (found == NOT_FOUND || lastHeardNs[i] - lastHeardNs[found] < 0)) {
        found = i;
      }
    }
    return found;
  }

  /** The path heard last, or {@link #NOT_FOUND}. */
  int latestHeard() {
    int found = NOT_FOUND;
    for (int i = 0; i < size; i++) {
      if (found == NOT_FOUND || lastHeardNs[i] - lastHeardNs[found] > 0) {
        found = i;
      }
    }
    return found;
  }
}
