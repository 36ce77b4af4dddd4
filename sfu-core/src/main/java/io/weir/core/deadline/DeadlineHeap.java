package io.weir.core.deadline;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keeps deadlines so that the first one is at hand: a binary heap in which each knows its place, so
 * that one of thousands moves in a few steps. One thread; allocates only to grow.
 */
public final class DeadlineHeap<T> {
  private static final int INITIAL_CAPACITY = 4;

  private @Nullable Deadline<?>[] heap = new Deadline<?>[INITIAL_CAPACITY];
  private int size;

  /** How many deadlines are in it. */
  public int size() {
    return size;
  }

  /** The first deadline, or {@link Deadline#NEVER}. */
  public long firstNs() {
    return size == 0 ? Deadline.NEVER : at(0).atNs;
  }

  /** Sets when a deadline is; {@link Deadline#NEVER} takes it out. */
  public void set(Deadline<T> deadline, long atNs) {
    if (atNs == Deadline.NEVER) {
      remove(deadline);
      return;
    }
    long before = deadline.atNs;
    deadline.atNs = atNs;
    if (deadline.place == Deadline.NOWHERE) {
      add(deadline);
    } else if (atNs < before) {
      moveUp(deadline, deadline.place);
    } else {
      moveDown(deadline, deadline.place);
    }
  }

  /** Makes a deadline earlier; one that is so already stays. */
  public void bringForward(Deadline<T> deadline, long atNs) {
    if (atNs < deadline.atNs) {
      set(deadline, atNs);
    }
  }

  /** Takes a deadline out, if it is in it. */
  public void remove(Deadline<T> deadline) {
    int gap = deadline.place;
    deadline.atNs = Deadline.NEVER;
    if (gap == Deadline.NOWHERE) {
      return;
    }
    deadline.place = Deadline.NOWHERE;
    Deadline<?> last = at(--size);
    heap[size] = null;
    if (last != deadline) {
      moveDown(last, gap);
      moveUp(last, last.place);
    }
  }

  /** Takes the first deadline out if it is due and returns whose it was; null if none is due. */
  @SuppressWarnings("unchecked") // Only set() puts deadlines in, and it takes those of T.
  public @Nullable T takeDue(long nowNs) {
    if (size == 0 || at(0).atNs - nowNs > 0) {
      return null;
    }
    Deadline<T> first = (Deadline<T>) at(0);
    remove(first);
    return first.owner();
  }

  private void add(Deadline<T> deadline) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
    }
    moveUp(deadline, size++);
  }

  private void moveUp(Deadline<?> deadline, int from) {
    int place = from;
    while (place > 0) {
      Deadline<?> parent = at((place - 1) >> 1);
      if (parent.atNs <= deadline.atNs) {
        break;
      }
      put(parent, place);
      place = (place - 1) >> 1;
    }
    put(deadline, place);
  }

  private void moveDown(Deadline<?> deadline, int from) {
    int place = from;
    for (int child = 2 * place + 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size && at(child + 1).atNs < at(child).atNs) {
        child++;
      }
      if (at(child).atNs >= deadline.atNs) {
        break;
      }
      put(at(child), place);
      place = child;
    }
    put(deadline, place);
  }

  private void put(Deadline<?> deadline, int place) {
    heap[place] = deadline;
    deadline.place = place;
  }

  @SuppressWarnings("NullAway") // Places below size are filled.
  private Deadline<?> at(int place) {
    return heap[place];
  }
}
