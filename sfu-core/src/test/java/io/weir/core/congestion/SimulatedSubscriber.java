package io.weir.core.congestion;

import io.weir.core.rtcp.RtcpReader;
import io.weir.core.rtcp.RtcpWriter;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Video to one subscriber in virtual time: 30 frames a second of what the estimate allows, evenly
 * paced, with probe bursts of padding; the subscriber answers with real transport-wide feedback.
 */
final class SimulatedSubscriber {
  private static final int PACKET = 1200;
  private static final long FRAME_NS = 33_333_333;
  private static final double NS_PER_SECOND = 1e9;
  private static final int CAPACITY = 1400;

  /** Another clock, which begins anywhere. */
  private static final long CLOCK_OFFSET_NS = 987_654_321_000_000L;

  private final BandwidthEstimator estimator = new BandwidthEstimator(new FeedbackBatch());
  private final BottleneckLink link;
  private final TwccRecorder recorder = new TwccRecorder();
  private final PriorityQueue<long[]> arriving =
      new PriorityQueue<>(Comparator.comparingLong((long[] a) -> a[0]));
  private final ArrayDeque<Feedback> returning = new ArrayDeque<>();
  private final MemorySegment memory = MemorySegment.ofArray(new byte[CAPACITY]);

  private double applicationBps = Double.MAX_VALUE;
  private boolean feedback = true;
  private long burstGapNs;
  private long nextBurstNs;
  private long nextFrameNs;
  private long nextPacketNs;
  private double waitingBytes;
  private long sentBytes;

  private record Feedback(long dueNs, MemorySegment bytes) {}

  SimulatedSubscriber(BottleneckLink link) {
    this.link = link;
    estimator.negotiated(true);
    estimator.wanted(20_000_000);
  }

  BandwidthEstimator estimator() {
    return estimator;
  }

  /** Never sends more media than that. */
  SimulatedSubscriber application(double bitsPerSecond) {
    applicationBps = bitsPerSecond;
    return this;
  }

  /** Sends packets of bursts no closer to each other than that, as a server without time does. */
  SimulatedSubscriber slowBursts(long ns) {
    burstGapNs = ns;
    return this;
  }

  /** Lets feedback through or not. */
  void feedback(boolean passes) {
    feedback = passes;
  }

  long sentBytes() {
    return sentBytes;
  }

  /** Does what is due; call every millisecond. */
  void tick(long nowNs) {
    while (!arriving.isEmpty() && arriving.element()[0] <= nowNs) {
      long[] packet = arriving.remove();
      recorder.onPacket((int) packet[1], packet[0] + CLOCK_OFFSET_NS);
    }
    answer(nowNs);
    while (!returning.isEmpty() && returning.element().dueNs() <= nowNs) {
      RtcpReader reader = new RtcpReader();
      MemorySegment bytes = returning.remove().bytes();
      if (!reader.wrap(bytes, 0, (int) bytes.byteSize())
          || !reader.next()
          || !estimator.onTransportFeedback(reader, nowNs)) {
        throw new AssertionError("feedback is malformed");
      }
    }
    if (estimator.nextDeadlineNs() <= nowNs) {
      estimator.handleTimeout(nowNs);
    }
    media(nowNs);
    probe(nowNs);
  }

  private void media(long nowNs) {
    double rate = Math.min((double) estimator.targetBps(), applicationBps);
    if (nowNs >= nextFrameNs) {
      nextFrameNs = Math.max(nextFrameNs + FRAME_NS, nowNs);
      waitingBytes += rate / 8 * FRAME_NS / NS_PER_SECOND;
      waitingBytes = Math.min(waitingBytes, rate / 8); // A pacer drops rather than wait longer.
    }
    while (waitingBytes >= 100 && nowNs >= nextPacketNs) {
      int bytes = (int) Math.min(PACKET, waitingBytes);
      waitingBytes -= bytes;
      ProbeCluster cluster = estimator.probe();
      send(bytes, cluster == null ? ProbeCluster.NONE : cluster.id(), nowNs);
      nextPacketNs = nowNs + (long) (bytes * 8 * NS_PER_SECOND / (1.5 * rate));
    }
  }

  private void probe(long nowNs) {
    ProbeCluster cluster = estimator.probe();
    while (cluster != null && cluster.nextSendNs() <= nowNs && nextBurstNs <= nowNs) {
      send(PACKET, cluster.id(), nowNs);
      nextBurstNs = nowNs + burstGapNs;
      cluster = estimator.probe();
    }
  }

  private void send(int bytes, int cluster, long nowNs) {
    sentBytes += bytes;
    int number = estimator.onSent(bytes, cluster, nowNs);
    long arrival = link.send(bytes, nowNs);
    if (arrival >= 0) {
      arriving.add(new long[] {arrival, number});
    }
  }

  private void answer(long nowNs) {
    long now = nowNs + CLOCK_OFFSET_NS;
    while (recorder.nextDeadlineNs() <= now) {
      RtcpWriter writer = new RtcpWriter();
      writer.wrap(memory, 0, CAPACITY);
      if (!recorder.writeFeedback(writer, 1, 2, now)) {
        return;
      }
      MemorySegment bytes = MemorySegment.ofArray(new byte[writer.length()]);
      bytes.copyFrom(memory.asSlice(0, writer.length()));
      if (feedback) {
        returning.add(new Feedback(nowNs + 20_000_000, bytes));
      }
    }
  }
}
