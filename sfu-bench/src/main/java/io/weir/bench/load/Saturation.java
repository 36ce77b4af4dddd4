package io.weir.bench.load;

import io.weir.bench.load.measure.MediaTotals;
import io.weir.bench.load.measure.PlaneSnapshot;
import io.weir.bench.load.measure.TesterLoad;
import io.weir.bench.load.measure.ThreadLoad;
import io.weir.bench.load.report.Figure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Whether the tester was the bottleneck between two moments: then the figures say more of it than
 * of the server. Pure code.
 */
final class Saturation {

  /** Above this a thread has no room for bursts, and what it measures as delay is its own. */
  static final double MOST_BUSY = 0.95;

  /** More packets than this share that leave late make a sender that is not the scenario's. */
  static final double MOST_LATE = 0.05;

  /** More than this share is worth a note. */
  static final double MANY_LATE = 0.01;

  /** More than this share, and the loss that is measured is the tester's own. */
  static final double MOST_DROPPED = 0.0001;

  private static final double PERCENT = 100;
  private static final double PERMILLE = 1000;

  private final TesterLoad from;
  private final TesterLoad to;
  private final MediaTotals before;
  private final MediaTotals after;
  private final int deadThreads;

  Saturation(PlaneSnapshot from, PlaneSnapshot to) {
    this.from = from.load();
    this.to = to.load();
    this.before = from.totals();
    this.after = to.totals();
    this.deadThreads = to.deadThreads();
  }

  /** The figures that describe the tester. */
  Map<Figure, Long> figures() {
    return Map.of(
        Figure.TESTER_TESTERS, 1L,
        Figure.TESTER_BUSIEST_PERMILLE, Math.round(busiest() * PERMILLE),
        Figure.TESTER_LATE, to.latePackets() - from.latePackets(),
        Figure.TESTER_SLOW_TURNS, to.slowTurns() - from.slowTurns(),
        Figure.TESTER_KERNEL_DROPS, to.kernelDrops() - from.kernelDrops(),
        Figure.TESTER_SEND_FULL, to.sendBufferFull() - from.sendBufferFull(),
        Figure.TESTER_SEND_FAILED, to.sendFailed() - from.sendFailed(),
        Figure.TESTER_GC_US, TimeUnit.NANOSECONDS.toMicros(to.gcPauseNs() - from.gcPauseNs()));
  }

  /** A sentence for each way in which the tester was the bottleneck. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    if (deadThreads > 0) {
      sentences.add(
          "%,d of the tester's media threads died of a defect, which its log tells, and their"
                  .formatted(deadThreads)
              + " clients with them; the run ended early.");
    }
    double busiest = busiest();
    if (busiest > MOST_BUSY) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "The tester was the bottleneck: its busiest media thread had something to do %.0f %%"
                  + " of the time. Use fewer clients, more --threads or several testers.",
              busiest * PERCENT));
    }
    long sent = after.datagramsSent() - before.datagramsSent();
    long late = to.latePackets() - from.latePackets();
    if (lateShare() > MOST_LATE) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "The tester was the bottleneck: it sent %,d of %,d packets more than 5 ms late, so"
                  + " that publishers were not as the scenario wants them.",
              late,
              after.rtpSent() - before.rtpSent()));
    }
    long drops = to.kernelDrops() - from.kernelDrops();
    long received = after.datagramsReceived() - before.datagramsReceived();
    if (drops > MOST_DROPPED * (received + drops)) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "The tester was the bottleneck: its kernel dropped %,d datagrams before the tester"
                  + " read them, of %,d.",
              drops,
              received + drops));
    }
    long unsent = to.sendBufferFull() - from.sendBufferFull();
    if (unsent > MOST_DROPPED * (sent + unsent)) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "The tester was the bottleneck: its kernel had no room for %,d of %,d datagrams that it"
                  + " wanted to send.",
              unsent,
              sent + unsent));
    }
    return sentences;
  }

  /** What is not bad enough to make the figures worthless, but worth knowing. */
  List<String> notes() {
    double share = lateShare();
    return share > MANY_LATE && share <= MOST_LATE
        ? List.of(
            String.format(
                Locale.ROOT,
                "The tester sent %.1f %% of its packets more than 5 ms late; other work on its"
                    + " machine shows so, and delays then have a part that is not the server's.",
                share * PERCENT))
        : List.of();
  }

  private double lateShare() {
    long sent = after.rtpSent() - before.rtpSent();
    return sent == 0 ? 0 : (double) (to.latePackets() - from.latePackets()) / sent;
  }

  /** The greatest share of the time that a media thread did not wait. */
  private double busiest() {
    double elapsed = to.elapsedNs() - from.elapsedNs();
    if (elapsed <= 0) {
      return 0;
    }
    Map<String, Long> waited = new HashMap<>();
    from.threads().forEach(thread -> waited.put(thread.name(), thread.waitedNs()));
    double most = 0;
    for (ThreadLoad thread : to.threads()) {
      double waits = thread.waitedNs() - waited.getOrDefault(thread.name(), 0L);
      most = Math.max(most, 1 - waits / elapsed);
    }
    return most;
  }
}
