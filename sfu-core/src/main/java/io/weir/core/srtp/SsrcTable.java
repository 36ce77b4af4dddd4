package io.weir.core.srtp;

import org.jspecify.annotations.Nullable;

/**
 * Maps SSRCs to what belongs to them, without boxing: open addressing with linear probing, nothing
 * is ever removed. Worker thread only.
 */
final class SsrcTable<V> {
  /** Most associations have one or two SSRCs per direction, and there are thousands of them. */
  private static final int INITIAL_CAPACITY = 4;

  private int[] keys = new int[INITIAL_CAPACITY];
  private @Nullable Object[] values = new Object[INITIAL_CAPACITY];
  private int size;

  /** What belongs to {@code ssrc}, or null. */
  @SuppressWarnings("unchecked") // Only put() writes values.
  @Nullable V get(int ssrc) {
    return (V) values[indexOf(ssrc)];
  }

  /** Adds or replaces what belongs to {@code ssrc}. */
  void put(int ssrc, V value) {
    int index = indexOf(ssrc);
    if (values[index] == null) {
      size++;
    }
    keys[index] = ssrc;
    values[index] = value;
    if (size * 2 > keys.length) {
      grow();
    }
  }

  /** Number of SSRCs in it. */
  int size() {
    return size;
  }

  /** Where {@code ssrc} is, or the free place where it would be; at least half of them are free. */
  private int indexOf(int ssrc) {
    int mask = keys.length - 1;
    // Fibonacci hashing: peers choose SSRCs, but the number of them is bounded.
    int index = ((ssrc * 0x9E37_79B9) >>> 16) & mask;
    while (values[index] != null && keys[index] != ssrc) {
      index = (index + 1) & mask;
    }
    return index;
  }

  private void grow() {
    int[] oldKeys = keys;
    @Nullable Object[] oldValues = values;
    keys = new int[oldKeys.length * 2];
    values = new Object[oldKeys.length * 2];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != null) {
        int index = indexOf(oldKeys[i]);
        keys[index] = oldKeys[i];
        values[index] = oldValues[i];
      }
    }
  }
}
