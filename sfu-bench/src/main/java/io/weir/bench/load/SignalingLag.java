package io.weir.bench.load;

import io.weir.bench.load.report.Distribution;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * How much of the time that signaling took is the tester's own: its event loops were late with what
 * the server had answered. Pure code.
 *
 * @param lateness how late they were at each moment while clients joined, in µs
 * @param signaling how long clients' signaling took, in µs
 */
record SignalingLag(Histogram lateness, Distribution signaling) {

  /** Above this the tester stands for the server. */
  static final double MOST = 0.2;

  /** More than this share is worth a note. */
  static final double MUCH = 0.05;

  /** Timers are never quite in time; what is later than this is lag. */
  private static final long ORDINARY_US = TimeUnit.MILLISECONDS.toMicros(5);

  /** Messages of a join that wait: connection, upgrade to a WebSocket, reply, answer. */
  private static final int WAITS = 4;

  private static final double PERCENT = 100;

  /** What to say when the tester was the bottleneck. */
  Optional<String> sentence() {
    return share() > MOST
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "The tester was the bottleneck: about %.0f %% of the time that signaling took it was"
                    + " late itself. Use a slower --ramp, another machine or several testers.",
                share() * PERCENT))
        : Optional.empty();
  }

  /** What is not bad enough to make the figures worthless, but worth knowing. */
  List<String> notes() {
    return share() > MUCH && share() <= MOST
        ? List.of(
            String.format(
                Locale.ROOT,
                "About %.0f %% of the time that signaling took the tester was late itself; other work"
                    + " on its machine shows so.",
                share() * PERCENT))
        : List.of();
  }

  private double share() {
    return signaling.isEmpty() ? 0 : Math.min(1, WAITS * meanLagUs() / signaling.mean());
  }

  private double meanLagUs() {
    double sum = 0;
    for (HistogramIterationValue value : lateness.recordedValues()) {
      double lag = Math.max(0, value.getValueIteratedTo() - ORDINARY_US);
      sum += lag * value.getCountAtValueIteratedTo();
    }
    return sum / Math.max(1, lateness.getTotalCount());
  }
}
