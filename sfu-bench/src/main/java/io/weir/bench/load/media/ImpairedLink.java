package io.weir.bench.load.media;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Random;

/**
 * One direction of a bad network in front of one client: loses, delays and queues datagrams as an
 * {@link Impairment} says, in order, all from a seed. Media thread only.
 */
final class ImpairedLink {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double BIT_NANOS = 8e9;

  private final Impairment impairment;
  private final Random random;
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private final ArrayDeque<Waiting> spare = new ArrayDeque<>();
  private boolean rateKnown;
  private long freeAtNs;
  private long lastDueNs;

  ImpairedLink(Impairment impairment, long seed) {
    this.impairment = impairment;
    random = new Random(seed);
  }

  /** Takes datagrams at the link's other end. */
  @FunctionalInterface
  interface Exit {
    /** One datagram; the memory is only valid during the call. */
    void deliver(
        MemorySegment segment, long offset, int length, long high, long low, int port, long nowNs);
  }

  /** Takes a datagram in; it comes out of {@link #handleTimeout}, or never. */
  void offer(
      MemorySegment segment, long offset, int length, long high, long low, int port, long nowNs) {
    if (impairment.loss() > 0 && random.nextDouble() < impairment.loss()) {
      return;
    }
    long dueNs = nowNs;
    if (impairment.bitsPerSecond() != Impairment.UNLIMITED) {
      long startNs = rateKnown && freeAtNs - nowNs > 0 ? freeAtNs : nowNs;
      if (startNs - nowNs > impairment.queueMillis() * NANOS_PER_MILLI) {
        return;
      }
      rateKnown = true;
      freeAtNs = startNs + (long) (length * BIT_NANOS / impairment.bitsPerSecond());
      dueNs = freeAtNs;
    }
    dueNs += (long) (impairment.delayMillis() * NANOS_PER_MILLI);
    if (impairment.jitterMillis() > 0) {
      dueNs += (long) (random.nextDouble() * impairment.jitterMillis() * NANOS_PER_MILLI);
    }
    if (!queue.isEmpty() && dueNs - lastDueNs < 0) {
      dueNs = lastDueNs;
    }
    lastDueNs = dueNs;
    Waiting waiting = spare.isEmpty() ? new Waiting() : spare.pop();
    waiting.set(segment, offset, length, high, low, port, dueNs);
    queue.add(waiting);
  }

  /** When the next datagram comes out, or {@link TimerHeap#NEVER}. */
  long nextDeadlineNs() {
    Waiting first = queue.peek();
    return first == null ? TimerHeap.NEVER : first.dueNs;
  }

  /** Lets out what is due. */
  void handleTimeout(long nowNs, Exit exit) {
    Waiting first = queue.peek();
    while (first != null && first.dueNs - nowNs <= 0) {
      queue.remove();
      exit.deliver(first.segment, 0, first.length, first.high, first.low, first.port, nowNs);
      spare.push(first);
      first = queue.peek();
    }
  }

  /** A copy of one datagram. */
  private static final class Waiting {
    private final byte[] bytes = new byte[SendQueue.SLOT_BYTES];
    private final MemorySegment segment = MemorySegment.ofArray(bytes);
    private int length;
    private long high;
    private long low;
    private int port;
    private long dueNs;

    void set(
        MemorySegment from, long offset, int count, long toHigh, long toLow, int toPort, long due) {
      MemorySegment.copy(from, ValueLayout.JAVA_BYTE, offset, bytes, 0, count);
      length = count;
      high = toHigh;
      low = toLow;
      port = toPort;
      dueNs = due;
    }
  }
}
