package io.weir.core.testkit;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A network in virtual time: datagrams are lost, doubled, delayed and overtake each other as a seed
 * says, and the same seed says the same again. One thread.
 */
public final class NetworkSimulator {
  private final Random random;
  private final PriorityQueue<Delivery> deliveries =
      new PriorityQueue<>(
          Comparator.comparingLong(Delivery::dueNs).thenComparingLong(Delivery::order));
  private long order;

  /** Takes what a link delivers. */
  @FunctionalInterface
  public interface Receiver {
    /** One datagram. */
    void receive(byte[] datagram, long nowNs);
  }

  /**
   * How a link treats datagrams, one direction.
   *
   * @param loss share that vanishes, 0 to 1
   * @param duplication share that arrives twice
   * @param delayNs what every datagram takes
   * @param jitterNs up to how much longer one takes, evenly spread; this is what reorders
   */
  public record Conditions(double loss, double duplication, long delayNs, long jitterNs) {
    /** A local network. */
    public static final Conditions GOOD = new Conditions(0, 0, 500_000, 0);

    /** The same with another loss. */
    public Conditions withLoss(double share) {
      return new Conditions(share, duplication, delayNs, jitterNs);
    }
  }

  /** One direction between two ends. */
  public final class Link {
    private final Receiver receiver;
    private Conditions conditions;

    private Link(Conditions conditions, Receiver receiver) {
      this.conditions = conditions;
      this.receiver = receiver;
    }

    /** Changes how it treats datagrams from now on. */
    public void conditions(Conditions next) {
      conditions = next;
    }

    /** Sends a datagram, which the link keeps. */
    public void send(byte[] datagram, long nowNs) {
      if (random.nextDouble() < conditions.loss()) {
        return;
      }
      schedule(datagram, nowNs);
      if (random.nextDouble() < conditions.duplication()) {
        schedule(datagram.clone(), nowNs);
      }
    }

    private void schedule(byte[] datagram, long nowNs) {
      long jitterNs = conditions.jitterNs() == 0 ? 0 : random.nextLong(conditions.jitterNs());
      long dueNs = nowNs + conditions.delayNs() + jitterNs;
      deliveries.add(new Delivery(dueNs, order++, receiver, datagram));
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Delivery(long dueNs, long order, Receiver receiver, byte[] datagram) {}

  /** A network whose accidents follow from a seed. */
  public NetworkSimulator(long seed) {
    random = new Random(seed);
  }

  /** A new link to a receiver. */
  public Link link(Conditions conditions, Receiver receiver) {
    return new Link(conditions, receiver);
  }

  /** When the next datagram arrives; {@code Long.MAX_VALUE} when none is under way. */
  public long nextDeadlineNs() {
    Delivery next = deliveries.peek();
    return next == null ? Long.MAX_VALUE : next.dueNs();
  }

  /** Delivers what has arrived by now. */
  public void handleTimeout(long nowNs) {
    Delivery next = deliveries.peek();
    while (next != null && next.dueNs() - nowNs <= 0) {
      deliveries.remove();
      next.receiver().receive(next.datagram(), nowNs);
      next = deliveries.peek();
    }
  }
}
