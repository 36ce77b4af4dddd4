package io.weir.signaling.sdp;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Replaces values by equal ones that are there already. Browsers of one make offer the same codecs
 * to the letter, in every m-line of every participant: kept once for all, they cost nothing. Any
 * thread; values must be immutable.
 *
 * <p>Clients choose the values and nothing is ever told that one is out of use, so both a single
 * value and all together have a size they may have at most.
 */
final class SharedValues<T> {
  private final int largest;
  private final int capacity;
  private final ToIntFunction<T> size;
  private final Map<T, T> values = new HashMap<>();
  private int total;

  /**
   * Remembers values of this size at most in all; further ones make it forget and begin anew.
   *
   * @param largest the size up to which a value is remembered; larger ones stay their owners'
   * @param size tells that of a value, more than zero
   */
  SharedValues(int largest, int capacity, ToIntFunction<T> size) {
    this.largest = largest;
    this.capacity = capacity;
    this.size = size;
  }

  /** The value itself, or an equal one that came before. */
  synchronized T share(T value) {
    int added = size.applyAsInt(value);
    if (added > largest) {
      return value;
    }
    T before = values.get(value);
    if (before != null) {
      return before;
    }
    if (total + added > capacity) {
      values.clear();
      total = 0;
    }
    values.put(value, value);
    total += added;
    return value;
  }
}
