package io.weir.signaling.sdp;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Replaces values by equal ones that are there already. Browsers of one make offer the same codecs
 * to the letter, in every m-line of every participant: kept once for all, they cost nothing. Any
 * thread; values must be immutable.
 */
final class SharedValues<T> {
  private final int limit;
  private final ConcurrentMap<T, T> values = new ConcurrentHashMap<>();

  /** Remembers so many values at most; further ones make it forget and begin anew. */
  SharedValues(int limit) {
    this.limit = limit;
  }

  /** The value itself, or an equal one that came before. */
  T share(T value) {
    if (values.size() >= limit && !values.containsKey(value)) {
      values.clear();
    }
    T before = values.putIfAbsent(value, value);
    return before == null ? value : before;
  }
}
