package io.weir.core.io;

import org.jspecify.annotations.Nullable;

/**
 * Finds whom an ICE check is for by Weir's user name fragment in it: 8 ice-chars (RFC 8839 §5.4) of
 * 6 bits each, packed into a long. Worker thread only.
 */
public final class UfragTable<T> {
  private final KeyTable<T> table = new KeyTable<>();

  /** Number of fragments. */
  public int size() {
    return table.size();
  }

  /** Whose fragment this is, or null. */
  public @Nullable T get(long ufrag) {
    return table.get(ufrag, 0, 0);
  }

  /** Gives a fragment to somebody, in place of whoever had it. */
  public void put(long ufrag, T value) {
    table.put(ufrag, 0, 0, value);
  }

  /** Forgets a fragment; returns whose it was, or null. */
  public @Nullable T remove(long ufrag) {
    return table.remove(ufrag, 0, 0);
  }
}
