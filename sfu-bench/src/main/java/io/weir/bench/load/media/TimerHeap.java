package io.weir.bench.load.media;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of one media thread's clients, earliest first: a binary heap in which each client
 * knows its place. One thread; allocates only to grow.
 */
final class TimerHeap {
  /** Place of a timer that is not in a heap. */
  static final int ABSENT = -1;

  /** Deadline of a timer that waits for nothing. */
  static final long NEVER = Long.MAX_VALUE;

  private static final int INITIAL_CAPACITY = 64;

  private @Nullable Timer[] heap = new Timer[INITIAL_CAPACITY];
  private int size;

  /** Something with one deadline. */
  abstract static class Timer {
    private long deadlineNs = NEVER;
    private int place = ABSENT;

    /** Does what was due, and sets the next deadline with {@link TimerHeap#set}. */
    abstract void handleTimeout(long nowNs);

    /** When it is due. */
    final long deadlineNs() {
      return deadlineNs;
    }
  }

  /** Sets when a timer is due; {@link #NEVER} takes it out. */
  void set(Timer timer, long deadlineNs) {
    if (deadlineNs == NEVER) {
      remove(timer);
      return;
    }
    if (timer.place == ABSENT) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, 2 * size);
      }
      timer.deadlineNs = deadlineNs;
      put(size, timer);
      size++;
      rise(timer);
      return;
    }
    boolean earlier = deadlineNs - timer.deadlineNs < 0;
    timer.deadlineNs = deadlineNs;
    if (earlier) {
      rise(timer);
    } else {
      sink(timer);
    }
  }

  /** Makes a timer due at a time if it is not due earlier. */
  void lower(Timer timer, long deadlineNs) {
    if (timer.place == ABSENT || deadlineNs - timer.deadlineNs < 0) {
      set(timer, deadlineNs);
    }
  }

  /** When the first timer is due, or {@link #NEVER}. */
  long nextDeadlineNs() {
    return size == 0 ? NEVER : at(0).deadlineNs;
  }

  /** Runs what is due, at most so many timers. */
  void run(long nowNs, int limit) {
    for (int i = 0; i < limit && size > 0; i++) {
      Timer first = at(0);
      if (first.deadlineNs - nowNs > 0) {
        return;
      }
      remove(first);
      first.handleTimeout(nowNs);
    }
  }

  private void remove(Timer timer) {
    int place = timer.place;
    if (place == ABSENT) {
      return;
    }
    timer.place = ABSENT;
    timer.deadlineNs = NEVER;
    size--;
    Timer last = at(size);
    heap[size] = null;
    if (place != size) {
      put(place, last);
      rise(last);
      sink(last);
    }
  }

  private void rise(Timer timer) {
    int place = timer.place;
    while (place > 0) {
      int parent = (place - 1) >>> 1;
      Timer above = at(parent);
      if (timer.deadlineNs - above.deadlineNs >= 0) {
        break;
      }
      put(place, above);
      place = parent;
    }
    put(place, timer);
  }

  private void sink(Timer timer) {
    int place = timer.place;
    while (true) {
      int child = 2 * place + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && at(child + 1).deadlineNs - at(child).deadlineNs < 0) {
        child++;
      }
      Timer below = at(child);
      if (below.deadlineNs - timer.deadlineNs >= 0) {
        break;
      }
      put(place, below);
      place = child;
    }
    put(place, timer);
  }

  private void put(int place, Timer timer) {
    heap[place] = timer;
    timer.place = place;
  }

  @SuppressWarnings("NullAway") // Places below the size are never empty.
  private Timer at(int place) {
    return heap[place];
  }
}
