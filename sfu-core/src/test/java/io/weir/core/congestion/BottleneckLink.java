package io.weir.core.congestion;

import java.util.ArrayDeque;
import java.util.Random;

/**
 * One direction of a link in virtual time: a queue that drains at a rate, a delay, and losses that
 * have nothing to do with the queue. One thread; the same seed does the same again.
 */
final class BottleneckLink {
  private static final double NS_PER_SECOND = 1e9;

  private final Random random;
  private final ArrayDeque<Long> leavings = new ArrayDeque<>();
  private final ArrayDeque<Integer> sizes = new ArrayDeque<>();
  private double bitsPerSecond;
  private long delayNs = 20_000_000;
  private long jitterNs;
  private long queueBytes = Long.MAX_VALUE;
  private double loss;
  private double burstEnd = 1;
  private boolean inBurst;
  private long queued;
  private long freeNs;

  BottleneckLink(double bitsPerSecond, long seed) {
    this.bitsPerSecond = bitsPerSecond;
    this.random = new Random(seed);
  }

  BottleneckLink delay(long ns) {
    delayNs = ns;
    return this;
  }

  BottleneckLink jitter(long ns) {
    jitterNs = ns;
    return this;
  }

  BottleneckLink queue(long bytes) {
    queueBytes = bytes;
    return this;
  }

  /** Loses a share of packets, one by one. */
  BottleneckLink loss(double share) {
    return burstyLoss(share, 1);
  }

  /** Loses the same share in bursts of so many on average (Gilbert's model). */
  BottleneckLink burstyLoss(double share, double packets) {
    loss = share;
    burstEnd = 1 / packets;
    return this;
  }

  void rate(double next) {
    bitsPerSecond = next;
  }

  double rate() {
    return bitsPerSecond;
  }

  /** How long a packet that comes now waits in the queue. */
  long queueNs(long nowNs) {
    return Math.max(0, freeNs - nowNs);
  }

  /** When a packet arrives that is sent now, or -1 when it is lost. */
  long send(int bytes, long nowNs) {
    while (!leavings.isEmpty() && leavings.element() <= nowNs) {
      leavings.remove();
      queued -= sizes.remove();
    }
    if (isLost() || queued + bytes > queueBytes) {
      return -1;
    }
    freeNs = Math.max(freeNs, nowNs) + (long) (bytes * 8 * NS_PER_SECOND / bitsPerSecond);
    leavings.add(freeNs);
    sizes.add(bytes);
    queued += bytes;
    return freeNs + delayNs + (jitterNs == 0 ? 0 : random.nextLong(jitterNs));
  }

  private boolean isLost() {
    if (loss == 0) {
      return false;
    }
    if (inBurst) {
      inBurst = random.nextDouble() >= burstEnd;
    } else {
      inBurst = random.nextDouble() < loss * burstEnd / (1 - loss);
    }
    return inBurst;
  }
}
