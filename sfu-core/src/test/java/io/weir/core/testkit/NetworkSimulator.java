package io.weir.core.testkit;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * A network in virtual time: datagrams wait for their link's rate, are dropped, lost, doubled and
 * delayed and overtake each other as a seed says, and the same seed says the same again. Every link
 * has its own accidents, which do not depend on what happens on others. One thread.
 */
public final class NetworkSimulator {
  private final SplittableRandom seeds;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::dueNs).thenComparingLong(Event::order));
  private long order;

  /** Takes what a link delivers. */
  @FunctionalInterface
  public interface Receiver {
    /** One datagram. */
    void receive(byte[] datagram, long nowNs);
  }

  /**
   * How a link treats datagrams, one direction: they wait for its rate, then some are lost, some
   * doubled, and what is left takes its time.
   *
   * @param loss which ones vanish, after they took their share of the rate
   * @param duplication share that arrives twice, 0 to 1
   * @param delay how long they are under way
   * @param rate how fast they are sent out
   */
  public record Conditions(LinkLoss loss, double duplication, LinkDelay delay, LinkRate rate) {
    /** A local network. */
    public static final Conditions GOOD = new Conditions(0, 0, 500_000, 0);

    /** Nobody gets through. */
    public static final Conditions SILENCE = GOOD.withLoss(1);

    /** What no link does. */
    public Conditions {
      if (!(duplication >= 0 && duplication <= 1)) {
        throw new IllegalArgumentException("not a share: " + duplication);
      }
    }

    /**
     * A link of any rate.
     *
     * @param loss share that vanishes, 0 to 1
     * @param duplication share that arrives twice
     * @param delayNs what every datagram takes
     * @param jitterNs up to how much longer one takes, evenly spread; this is what reorders
     */
    public Conditions(double loss, double duplication, long delayNs, long jitterNs) {
      this(
          LinkLoss.random(loss),
          duplication,
          LinkDelay.of(delayNs).withOvertakingJitter(jitterNs),
          LinkRate.UNLIMITED);
    }

    /** The same with another loss, of which each datagram takes its chance alone. */
    public Conditions withLoss(double share) {
      return withLoss(LinkLoss.random(share));
    }

    /** The same with another loss. */
    public Conditions withLoss(LinkLoss next) {
      return new Conditions(next, duplication, delay, rate);
    }

    /** The same with another share that arrives twice. */
    public Conditions withDuplication(double share) {
      return new Conditions(loss, share, delay, rate);
    }

    /** The same with another delay. */
    public Conditions withDelay(LinkDelay next) {
      return new Conditions(loss, duplication, next, rate);
    }

    /** The same with another rate. */
    public Conditions withRate(LinkRate next) {
      return new Conditions(loss, duplication, delay, next);
    }
  }

  /** What happens at a moment. */
  @FunctionalInterface
  interface Action {
    void run(long nowNs);
  }

  private record Event(long dueNs, long order, Action action) {}

  /** A network whose accidents follow from a seed. */
  public NetworkSimulator(long seed) {
    seeds = new SplittableRandom(seed);
  }

  /** A new link to a receiver. */
  public SimulatedLink link(Conditions conditions, Receiver receiver) {
    return new SimulatedLink(this, seeds.split(), conditions, receiver);
  }

  /** When the next thing happens; {@code Long.MAX_VALUE} when nothing is under way. */
  public long nextDeadlineNs() {
    Event next = events.peek();
    return next == null ? Long.MAX_VALUE : next.dueNs();
  }

  /** Delivers what has arrived by now. */
  public void handleTimeout(long nowNs) {
    Event next = events.peek();
    while (next != null && next.dueNs() - nowNs <= 0) {
      events.remove();
      next.action().run(nowNs);
      next = events.peek();
    }
  }

  /** Lets something happen; in the order of the calls, where the moment is the same. */
  void at(long dueNs, Action action) {
    events.add(new Event(dueNs, order++, action));
  }
}
