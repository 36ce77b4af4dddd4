package io.weir.core.server;

import java.util.List;

/**
 * Decides which worker gets a newcomer, from how things stand. Pure and deterministic; nobody who
 * has a place is ever moved.
 *
 * <p>A room begins on the worker with the least to do and stays there whole while it is small; one
 * that was larger and became small grows where most of it is. A newcomer of a larger room goes to
 * the first of the room's workers that has place, which is one under {@link #BUSY} busy that has
 * fewer than {@code largeShare} of the room. When none has, the room gets a share on a further
 * worker, if one is clearly better off; else the room's worker with the least to do takes the
 * newcomer.
 *
 * <p>A publisher's packet crosses to each other worker of its room once, wherever the publisher is;
 * so publishers need no rule of their own.
 */
final class PlacementRule {
  /** From here on bursts begin to wait, and a worker needs the rest for key frames and NACKs. */
  static final double BUSY = 0.5;

  /** A room with fewer participants stays whole: spreading it would cost more than it eases. */
  static final int SMALL_ROOM = 10;

  /** How much less busy a worker must be for a room to spread there: no noise of a measurement. */
  private static final double CLEARLY = 0.1;

  private final int largeShare;
  private final int smallRoom;

  /** What is known of a worker: how busy it was lately, and the packets expected for all it has. */
  record WorkerLoad(double busyRatio, long packetsPerSecond) {
    boolean isBusy() {
      return busyRatio >= BUSY;
    }
  }

  /** How many of a room are on one of its workers. */
  record Share(int worker, int participants) {}

  /** A rule under which a share of so many participants is large. */
  PlacementRule(int largeShare) {
    this.largeShare = largeShare;
    this.smallRoom = Math.min(SMALL_ROOM, largeShare);
  }

  /** Where a room begins. */
  int forNewRoom(List<WorkerLoad> workers) {
    int best = 0;
    for (int worker = 1; worker < workers.size(); worker++) {
      if (isBetter(workers.get(worker), workers.get(best))) {
        best = worker;
      }
    }
    return best;
  }

  /**
   * Where the next participant of a room goes.
   *
   * @param shares the room's, in the order in which they were opened
   * @param workers what is known of each, by index
   */
  int forNewcomer(List<Share> shares, List<WorkerLoad> workers) {
    if (shares.stream().mapToInt(Share::participants).sum() < smallRoom) {
      return largest(shares).worker();
    }
    int least = shares.getFirst().worker();
    boolean[] taken = new boolean[workers.size()];
    for (Share share : shares) {
      if (share.participants() < largeShare && !workers.get(share.worker()).isBusy()) {
        return share.worker();
      }
      taken[share.worker()] = true;
      if (isBetter(workers.get(share.worker()), workers.get(least))) {
        least = share.worker();
      }
    }
    int best = least;
    for (int worker = 0; worker < workers.size(); worker++) {
      if (!taken[worker]
          && isWorthAShare(workers.get(worker), workers.get(least))
          && (best == least || isBetter(workers.get(worker), workers.get(best)))) {
        best = worker;
      }
    }
    return best;
  }

  /** The share with the most participants, of several the first. */
  private static Share largest(List<Share> shares) {
    Share largest = shares.getFirst();
    for (Share share : shares) {
      if (share.participants() > largest.participants()) {
        largest = share;
      }
    }
    return largest;
  }

  /** Whether a room that has no place left on its own workers gains by spreading to another. */
  private static boolean isWorthAShare(WorkerLoad other, WorkerLoad least) {
    return !other.isBusy()
        && (other.packetsPerSecond() < least.packetsPerSecond()
            || other.busyRatio() < least.busyRatio() - CLEARLY);
  }

  /** Busy ones come last; otherwise what is expected decides, as that is known at once. */
  private static boolean isBetter(WorkerLoad one, WorkerLoad other) {
    return one.isBusy() == other.isBusy()
        ? one.packetsPerSecond() < other.packetsPerSecond()
        : other.isBusy();
  }
}
