package io.weir.core.pacer;

import io.weir.core.counter.LatencyHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** A pacer and what leaves it, in virtual time. Streams are strings; one thread. */
final class PacedLink implements Pacer.Output<String> {
  static final long MS = 1_000_000L;
  static final int PACKET = 1_200;

  final LatencyHistogram waits = new LatencyHistogram();
  final Pacer<String> pacer;
  final List<Departure> departures = new ArrayList<>();
  final List<String> givenUp = new ArrayList<>();
  final long startNs;
  long nowNs;
  int wakes;

  /** Something that left; {@code at} since the start. */
  record Departure(long atNs, String stream, long packet, boolean retransmission) {}

  PacedLink(long estimateBps, long startNs) {
    this.startNs = startNs;
    nowNs = startNs;
    pacer = new Pacer<>(this, waits, estimateBps, startNs);
  }

  PacedLink(long estimateBps) {
    this(estimateBps, -7_000 * MS);
  }

  /** A video packet is to be sent. */
  void video(String stream, long packet) {
    if (pacer.admits(nowNs)) {
      depart(stream, packet, false);
    } else {
      pacer.enqueue(stream, packet, PACKET, nowNs);
    }
  }

  /** So many packets of one frame. */
  void frame(String stream, int packets) {
    for (int i = 0; i < packets; i++) {
      video(stream, i);
    }
  }

  void retransmission(String stream, int number) {
    if (!pacer.takeShare(PACKET, nowNs)) {
      return;
    }
    if (pacer.admitsRetransmission(nowNs)) {
      depart(stream, number, true);
    } else {
      pacer.enqueueRetransmission(stream, number, PACKET, nowNs);
    }
  }

  /** Lets time pass. */
  void run(long durationNs) {
    run(durationNs, LongUnaryOperator.identity());
  }

  /** Lets time pass on a worker that comes at other times than it was asked to. */
  void run(long durationNs, LongUnaryOperator wake) {
    long end = nowNs + durationNs;
    while (true) {
      long next = pacer.nextDeadlineNs();
      if (next == Long.MAX_VALUE || wake.applyAsLong(next) - end > 0) {
        nowNs = end;
        return;
      }
      nowNs = Math.max(nowNs, wake.applyAsLong(next));
      wakes++;
      pacer.handleTimeout(nowNs);
    }
  }

  long packetsOf(String stream) {
    return departures.stream().filter(departure -> departure.stream().equals(stream)).count();
  }

  private void depart(String stream, long packet, boolean retransmission) {
    departures.add(new Departure(nowNs - startNs, stream, packet, retransmission));
    pacer.onSent(PACKET, nowNs);
  }

  @Override
  public void sendWaiting(String stream, long packet, long now) {
    depart(stream, packet, false);
  }

  @Override
  public void resendWaiting(String stream, int sequenceNumber, long now) {
    depart(stream, sequenceNumber, true);
  }

  @Override
  public void onGivenUp(String stream, int packets, long now) {
    givenUp.add(stream + " " + packets);
  }
}
