package io.weir.core.testkit;

import java.util.SplittableRandom;

/**
 * How long a link's datagrams are under way once they were sent out.
 *
 * @param fixedNs what every datagram takes
 * @param jitterNs up to how much longer one takes, evenly spread
 * @param overtaking whether jitter lets datagrams overtake each other; else one that was quick
 *     waits for the one before it
 * @param heldBack share of datagrams that others overtake, 0 to 1, whatever the jitter does
 * @param heldBackNs how much longer those take
 * @param clumpNs up to how long after each other the moments are at which all datagrams that came
 *     meanwhile arrive together, half of that at least; 0 for none
 */
public record LinkDelay(
    long fixedNs,
    long jitterNs,
    boolean overtaking,
    double heldBack,
    long heldBackNs,
    long clumpNs) {
  /** What no link does. */
  public LinkDelay {
    if (fixedNs < 0
        || jitterNs < 0
        || heldBackNs < 0
        || clumpNs < 0
        || !(heldBack >= 0 && heldBack <= 1)) {
      throw new IllegalArgumentException(
          "no link delays by %d ns, %d ns, %d ns for %s and %d ns"
              .formatted(fixedNs, jitterNs, heldBackNs, heldBack, clumpNs));
    }
  }

  /** The same time for every datagram. */
  public static LinkDelay of(long fixedNs) {
    return new LinkDelay(fixedNs, 0, false, 0, 0, 0);
  }

  /** The same with a jitter that keeps the datagrams' order. */
  public LinkDelay withJitter(long ns) {
    return new LinkDelay(fixedNs, ns, false, heldBack, heldBackNs, clumpNs);
  }

  /** The same with a jitter that lets datagrams overtake each other. */
  public LinkDelay withOvertakingJitter(long ns) {
    return new LinkDelay(fixedNs, ns, true, heldBack, heldBackNs, clumpNs);
  }

  /** The same where a share of the datagrams comes late by some time. */
  public LinkDelay withHeldBack(double share, long ns) {
    return new LinkDelay(fixedNs, jitterNs, overtaking, share, ns, clumpNs);
  }

  /** The same where datagrams arrive in clumps, half of this time to all of it apart. */
  public LinkDelay withClumps(long ns) {
    return new LinkDelay(fixedNs, jitterNs, overtaking, heldBack, heldBackNs, ns);
  }

  /** When the datagrams of one link arrive. One thread. */
  static final class State {
    private boolean anyBefore;
    private long lastDueNs;
    private long clumpDueNs;

    /** When a datagram arrives that is sent out now. */
    long dueNs(LinkDelay delay, SplittableRandom random, long nowNs) {
      long dueNs = nowNs + delay.fixedNs;
      if (delay.jitterNs > 0) {
        dueNs += random.nextLong(delay.jitterNs);
      }
      if (delay.heldBack > 0 && random.nextDouble() < delay.heldBack) {
        return dueNs + delay.heldBackNs;
      }
      if (delay.clumpNs > 0) {
        dueNs = clumpNs(delay, random, dueNs);
      }
      if (!delay.overtaking && anyBefore && dueNs - lastDueNs < 0) {
        dueNs = lastDueNs;
      }
      anyBefore = true;
      lastDueNs = dueNs;
      return dueNs;
    }

    private long clumpNs(LinkDelay delay, SplittableRandom random, long dueNs) {
      if (dueNs - clumpDueNs > delay.clumpNs) {
        clumpDueNs = dueNs - random.nextLong(delay.clumpNs); // Nothing came for a while.
      }
      while (clumpDueNs < dueNs) {
        clumpDueNs += delay.clumpNs / 2 + random.nextLong(delay.clumpNs / 2 + 1);
      }
      return clumpDueNs;
    }
  }
}
