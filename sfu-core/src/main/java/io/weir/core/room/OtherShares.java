package io.weir.core.room;

import java.util.Arrays;

/** The workers that have a share of one room, and news to those beside this one. One thread. */
final class OtherShares {
  private final WorkerLinks links;
  private int[] workers;

  /** Of a room that lives here alone. */
  OtherShares(WorkerLinks links) {
    this.links = links;
    this.workers = new int[] {links.self()};
  }

  /** All workers with a share, this one included. */
  int[] workers() {
    return workers;
  }

  void workers(int... next) {
    workers = next;
  }

  /** All but this one. */
  int[] others() {
    return Arrays.stream(workers).filter(worker -> worker != links.self()).toArray();
  }

  /** Whether there are no others. */
  boolean isAlone() {
    return workers.length == 1;
  }

  /** Sends the others news. */
  void tell(RoomMessage message) {
    for (int worker : others()) {
      links.send(worker, message);
    }
  }

  /** Whether this share is the one that says what concerns the whole room. */
  boolean speaksForRoom() {
    return links.self() == Arrays.stream(workers).min().orElse(links.self());
  }
}
