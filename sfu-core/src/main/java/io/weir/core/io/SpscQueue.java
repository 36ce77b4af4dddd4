package io.weir.core.io;

import org.jspecify.annotations.Nullable;

/**
 * A bounded queue between exactly two threads, one that offers and one that polls. Nobody waits,
 * nothing is allocated.
 */
public final class SpscQueue<E> {
  private final RingCursor cursor;
  private final @Nullable Object[] elements;

  /** A queue for at least {@code minCapacity} elements. */
  public SpscQueue(int minCapacity) {
    cursor = new RingCursor(minCapacity);
    elements = new @Nullable Object[cursor.capacity()];
  }

  /** Adds an element; false when the queue is full. Producer only. */
  public boolean offer(E element) {
    int slot = cursor.writable();
    if (slot == RingCursor.NONE) {
      return false;
    }
    elements[slot] = element;
    cursor.publish();
    return true;
  }

  /** Takes the oldest element, or null when there is none. Consumer only. */
  @SuppressWarnings("unchecked") // Only offer() stores, and it takes E.
  public @Nullable E poll() {
    int slot = cursor.readable();
    if (slot == RingCursor.NONE) {
      return null;
    }
    E element = (E) elements[slot];
    elements[slot] = null;
    cursor.release();
    return element;
  }

  /** Whether there is nothing to take. Consumer only. */
  public boolean isEmpty() {
    return cursor.readable() == RingCursor.NONE;
  }
}
