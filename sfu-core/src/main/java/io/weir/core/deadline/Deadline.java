package io.weir.core.deadline;

/**
 * When somebody's timers are to run next, with their place in a {@link DeadlineHeap}. One thread.
 */
public final class Deadline<T> {
  /** The time of a deadline that never comes. */
  public static final long NEVER = Long.MAX_VALUE;

  static final int NOWHERE = -1;

  private final T owner;
  long atNs = NEVER;
  int place = NOWHERE;

  /** Never, so far. */
  public Deadline(T owner) {
    this.owner = owner;
  }

  /** Whose it is. */
  public T owner() {
    return owner;
  }

  /** When it is; {@link #NEVER} while it is in no heap. */
  public long atNs() {
    return atNs;
  }
}
