package io.weir.core.io;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A hash table from three longs to a value, with open addressing in flat arrays: looking up costs
 * no object. One thread only.
 */
final class KeyTable<T> {
  private static final int WORDS = 3;
  private static final int INITIAL_CAPACITY = 64;

  private long[] keys = new long[INITIAL_CAPACITY * WORDS];
  private @Nullable Object[] values = new @Nullable Object[INITIAL_CAPACITY];
  private int size;

  /** Number of entries. */
  int size() {
    return size;
  }

  /** The value of a key, or null. */
  @SuppressWarnings("unchecked") // Only put() stores, and it takes T.
  @Nullable T get(long first, long second, long third) {
    return (T) values[slotOf(first, second, third)];
  }

  /** Sets the value of a key, in place of what it had. */
  void put(long first, long second, long third, T value) {
    int slot = slotOf(first, second, third);
    if (values[slot] == null) {
      if (size + 1 > values.length / 2) {
        grow();
        slot = slotOf(first, second, third);
      }
      size++;
      keys[slot * WORDS] = first;
      keys[slot * WORDS + 1] = second;
      keys[slot * WORDS + 2] = third;
    }
    values[slot] = value;
  }

  /** Removes a key; returns the value that it had, or null. */
  @SuppressWarnings("unchecked") // Only put() stores, and it takes T.
  @Nullable T remove(long first, long second, long third) {
    int slot = slotOf(first, second, third);
    T removed = (T) values[slot];
    if (removed != null) {
      size--;
      closeGap(slot);
    }
    return removed;
  }

  /** The slot of a key, or the free one where it would go. */
  private int slotOf(long first, long second, long third) {
    int mask = values.length - 1;
    int slot = hash(first, second, third) & mask;
    while (values[slot] != null && !isAt(slot, first, second, third)) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private boolean isAt(int slot, long first, long second, long third) {
    int word = slot * WORDS;
    return keys[word] == first && keys[word + 1] == second && keys[word + 2] == third;
  }

  /** Moves later entries back, so that no search ends at the gap too early (Knuth's R). */
  private void closeGap(int removed) {
    int mask = values.length - 1;
    int gap = removed;
    for (int slot = gap + 1 & mask; values[slot] != null; slot = slot + 1 & mask) {
      int home = homeOf(slot) & mask;
      boolean reachableFromGap = (slot - home & mask) >= (slot - gap & mask);
      if (reachableFromGap) {
        System.arraycopy(keys, slot * WORDS, keys, gap * WORDS, WORDS);
        values[gap] = values[slot];
        gap = slot;
      }
    }
    values[gap] = null;
  }

  private void grow() {
    long[] oldKeys = keys;
    @Nullable Object[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = new @Nullable Object[oldValues.length * 2];
    for (int i = 0; i < oldValues.length; i++) {
      if (oldValues[i] != null) {
        long[] key = Arrays.copyOfRange(oldKeys, i * WORDS, (i + 1) * WORDS);
        int slot = slotOf(key[0], key[1], key[2]);
        System.arraycopy(key, 0, keys, slot * WORDS, WORDS);
        values[slot] = oldValues[i];
      }
    }
  }

  private int homeOf(int slot) {
    int word = slot * WORDS;
    return hash(keys[word], keys[word + 1], keys[word + 2]);
  }

  private static int hash(long first, long second, long third) {
    long mixed = mix(first ^ mix(second ^ mix(third)));
    return (int) (mixed >>> 32);
  }

  /** The finalizer of MurmurHash3: every input bit moves every output bit. */
  private static long mix(long value) {
    long mixed = value;
    mixed = (mixed ^ mixed >>> 33) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
    return mixed ^ mixed >>> 33;
  }
}
