package io.weir.core.testkit;

import io.weir.core.testkit.NetworkSimulator.Conditions;
import io.weir.core.testkit.NetworkSimulator.Receiver;
import java.util.ArrayDeque;
import java.util.SplittableRandom;

/** One direction between two ends of a {@link NetworkSimulator}. One thread. */
public final class SimulatedLink {
  private final NetworkSimulator network;
  private final SplittableRandom random;
  private final Receiver receiver;
  private final LinkLoss.State lossState = new LinkLoss.State();
  private final LinkDelay.State delayState = new LinkDelay.State();
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private final DurationDistribution queued = new DurationDistribution();
  private Receiver watcher = (datagram, now) -> {};
  private Conditions conditions;
  private int schedules;
  private long queueBytes;
  private boolean sending;
  private long freeAtNs;
  private long highestDelivered;
  private long sent;
  private long sentBytes;
  private long delivered;
  private long deliveredBytes;
  private long lost;
  private long dropped;
  private long duplicated;
  private long late;
  private long competingSent;
  private long competingDelivered;

  SimulatedLink(
      NetworkSimulator network, SplittableRandom random, Conditions conditions, Receiver receiver) {
    this.network = network;
    this.random = random;
    this.conditions = conditions;
    this.receiver = receiver;
  }

  /** What waits for the link's rate. */
  private interface Waiting {
    int length();

    long offeredNs();

    /** It got through the queue and was not lost. */
    void goOn(long nowNs);

    void handleDropped(long nowNs);

    void handleLost(long nowNs);
  }

  /** How it treats datagrams at present. */
  public Conditions conditions() {
    return conditions;
  }

  /** Changes how it treats datagrams from now on; one that is being sent out goes on as before. */
  public void conditions(Conditions next) {
    conditions = next;
  }

  /** Follows a schedule instead of the former one. */
  public void follow(LinkSchedule schedule, long startNs) {
    int number = ++schedules;
    conditions = schedule.first();
    for (LinkSchedule.Step step : schedule.steps()) {
      network.at(
          startNs + step.atNs(),
          now -> {
            if (number == schedules) {
              conditions = step.conditions();
            }
          });
    }
  }

  /** Shows each datagram to {@code next} when it is put in, whatever becomes of it. */
  public void watch(Receiver next) {
    watcher = next;
  }

  /** Lets others use it, too. */
  public void compete(CompetingFlow flow) {
    new Competitor(flow).arm();
  }

  /** Sends a datagram, which the link keeps. */
  public void send(byte[] datagram, long nowNs) {
    sent++;
    sentBytes += datagram.length;
    watcher.receive(datagram, nowNs);
    offer(new Datagram(datagram, sent, nowNs), nowNs);
  }

  /** How long a datagram that was put in now would wait for its turn. */
  public long waitNs(long nowNs) {
    return sending ? Math.max(0, freeAtNs - nowNs) + conditions.rate().sendingNs(queueBytes) : 0;
  }

  /** What happened so far. */
  public LinkStatistics statistics() {
    return new LinkStatistics(
        sent,
        sentBytes,
        delivered,
        deliveredBytes,
        lost,
        dropped,
        duplicated,
        late,
        competingSent,
        competingDelivered,
        competingDelivered * CompetingFlow.DATAGRAM_BYTES,
        queued.summary());
  }

  private void offer(Waiting next, long nowNs) {
    if (!sending) {
      sendOut(next, nowNs);
    } else if (conditions.rate().admits(next.length(), queueBytes, freeAtNs - nowNs)) {
      queue.add(next);
      queueBytes += next.length();
    } else {
      next.handleDropped(nowNs);
    }
  }

  private void sendOut(Waiting next, long nowNs) {
    queued.add(nowNs - next.offeredNs());
    long sendingNs = conditions.rate().sendingNs(next.length());
    if (sendingNs == 0) {
      passOn(next, nowNs);
      return;
    }
    sending = true;
    long endNs = nowNs + sendingNs;
    freeAtNs = endNs;
    // Whoever looks later than that, as in real time, does not make the link slower.
    network.at(endNs, now -> finish(next, endNs));
  }

  private void finish(Waiting done, long endNs) {
    sending = false;
    passOn(done, endNs);
    while (!sending && !queue.isEmpty()) {
      Waiting next = queue.remove();
      queueBytes -= next.length();
      sendOut(next, endNs);
    }
  }

  private void passOn(Waiting next, long nowNs) {
    if (lossState.loses(conditions.loss(), random)) {
      next.handleLost(nowNs);
    } else {
      next.goOn(nowNs);
    }
  }

  private final class Datagram implements Waiting {
    private final byte[] bytes;
    private final long number;
    private final long offeredNs;

    private Datagram(byte[] bytes, long number, long offeredNs) {
      this.bytes = bytes;
      this.number = number;
      this.offeredNs = offeredNs;
    }

    @Override
    public int length() {
      return bytes.length;
    }

    @Override
    public long offeredNs() {
      return offeredNs;
    }

    @Override
    public void goOn(long nowNs) {
      schedule(bytes, nowNs);
      double share = conditions.duplication();
      if (share > 0 && random.nextDouble() < share) {
        duplicated++;
        schedule(bytes.clone(), nowNs);
      }
    }

    private void schedule(byte[] datagram, long nowNs) {
      long dueNs = delayState.dueNs(conditions.delay(), random, nowNs);
      network.at(dueNs, now -> deliver(datagram, now));
    }

    private void deliver(byte[] datagram, long nowNs) {
      delivered++;
      deliveredBytes += datagram.length;
      if (number < highestDelivered) {
        late++;
      } else {
        highestDelivered = number;
      }
      receiver.receive(datagram, nowNs);
    }

    @Override
    public void handleDropped(long nowNs) {
      dropped++;
    }

    @Override
    public void handleLost(long nowNs) {
      lost++;
    }
  }

  /** A competing flow and what it put in. */
  private final class Competitor {
    private final CompetingFlow flow;
    private long armedNs = Long.MAX_VALUE;

    private Competitor(CompetingFlow flow) {
      this.flow = flow;
    }

    private void arm() {
      long next = flow.nextDeadlineNs();
      if (next < armedNs) {
        armedNs = next;
        network.at(next, now -> handleTimeout(next, now));
      }
    }

    private void handleTimeout(long dueNs, long nowNs) {
      if (dueNs != armedNs) {
        return; // An earlier moment was armed since.
      }
      armedNs = Long.MAX_VALUE;
      int count = flow.handleTimeout(nowNs);
      for (int i = 0; i < count; i++) {
        competingSent++;
        offer(new Load(this, nowNs), nowNs);
      }
      arm();
    }
  }

  private final class Load implements Waiting {
    private final Competitor competitor;
    private final long offeredNs;

    private Load(Competitor competitor, long offeredNs) {
      this.competitor = competitor;
      this.offeredNs = offeredNs;
    }

    @Override
    public int length() {
      return CompetingFlow.DATAGRAM_BYTES;
    }

    @Override
    public long offeredNs() {
      return offeredNs;
    }

    @Override
    public void goOn(long nowNs) {
      competingDelivered++;
      competitor.flow.handleDelivered(nowNs);
      competitor.arm();
    }

    @Override
    public void handleDropped(long nowNs) {
      tellLost(nowNs);
    }

    @Override
    public void handleLost(long nowNs) {
      tellLost(nowNs);
    }

    private void tellLost(long nowNs) {
      competitor.flow.handleLost(nowNs);
      competitor.arm();
    }
  }
}
