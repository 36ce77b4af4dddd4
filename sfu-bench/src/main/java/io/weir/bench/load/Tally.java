package io.weir.bench.load;

import io.weir.bench.load.measure.ClientSnapshot;
import io.weir.bench.load.measure.JoinMilestones;
import io.weir.bench.load.report.Distribution;
import io.weir.bench.load.report.Failure;
import io.weir.bench.load.report.Figure;
import io.weir.bench.load.report.Timing;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Counts clients and what their joining took. The director's thread only. */
final class Tally {

  private record Cause(String step, String text) {}

  private final boolean pictures;
  private final Map<Figure, Long> figures = new EnumMap<>(Figure.class);
  private final Map<Timing, Histogram> timings = new EnumMap<>(Timing.class);
  private final Map<Cause, Long> failures = new LinkedHashMap<>();

  /**
   * A tally in which nobody is.
   *
   * @param pictures whether those who watch are to be shown pictures
   */
  Tally(boolean pictures) {
    this.pictures = pictures;
    List.of(
            Figure.CLIENTS_JOINED,
            Figure.CLIENTS_FAILED,
            Figure.CLIENTS_POSTPONED,
            Figure.CLIENTS_LOST,
            Figure.CLIENTS_REPLACED,
            Figure.RECONNECTS,
            Figure.RECONNECTS_FAILED)
        .forEach(figure -> add(figure, 0));
    if (pictures) {
      add(Figure.JOIN_WITHOUT_FRAME, 0);
    }
  }

  /** The same, to count further by itself. */
  Tally copy() {
    Tally copy = new Tally(pictures);
    copy.figures.putAll(figures);
    timings.forEach((timing, histogram) -> copy.timings.put(timing, histogram.copy()));
    copy.failures.putAll(failures);
    return copy;
  }

  void add(Figure figure, long amount) {
    figures.merge(figure, amount, Long::sum);
  }

  long of(Figure figure) {
    return figures.getOrDefault(figure, 0L);
  }

  void failed(String step, String cause) {
    failures.merge(new Cause(step, cause), 1L, Long::sum);
  }

  /** Notes how long something took. */
  void took(Timing timing, long ns) {
    timings
        .computeIfAbsent(timing, key -> new Histogram(Distribution.DIGITS))
        .recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(ns)));
  }

  /** Notes what a client's joining took; once for each client. */
  void joined(ClientRole role, ClientSnapshot snapshot) {
    JoinMilestones reached = snapshot.milestones();
    step(Timing.JOIN_SIGNALING, 0, reached.connectNs());
    step(Timing.JOIN_ICE, reached.connectNs(), reached.iceNs());
    step(Timing.JOIN_DTLS, reached.iceNs(), reached.dtlsNs());
    step(Timing.JOIN_FIRST_PACKET, reached.dtlsNs(), reached.firstPacketNs());
    step(Timing.JOIN_FIRST_FRAME, reached.dtlsNs(), reached.firstFrameNs());
    if (!role.watches()) {
      step(Timing.JOIN, 0, reached.firstSentNs());
    } else if (!pictures) {
      step(Timing.JOIN, 0, reached.firstPacketNs());
    } else {
      step(Timing.JOIN, 0, reached.firstFrameNs());
      add(Figure.JOIN_WITHOUT_FRAME, reached.firstFrameNs() == JoinMilestones.NEVER ? 1 : 0);
    }
  }

  private void step(Timing timing, long fromNs, long toNs) {
    if (fromNs != JoinMilestones.NEVER && toNs != JoinMilestones.NEVER) {
      took(timing, toNs - fromNs);
    }
  }

  Map<Figure, Long> figures() {
    return Map.copyOf(figures);
  }

  Map<Timing, Distribution> timings() {
    Map<Timing, Distribution> copies = new EnumMap<>(Timing.class);
    timings.forEach((timing, histogram) -> copies.put(timing, Distribution.of(histogram)));
    return copies;
  }

  List<Failure> failures() {
    return failures.entrySet().stream()
        .map(entry -> new Failure(entry.getKey().step(), entry.getKey().text(), entry.getValue()))
        .toList();
  }
}
