package io.weir.bench.load.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The diagrams of a result. Pure code. */
final class Plots {

  private static final double US = 1e-6;
  private static final int BITS_PER_BYTE = 8;
  private static final double[] PERCENTS = percents();

  private final LoadResult result;
  private final List<Interval> seconds;
  private final double[] time;

  Plots(LoadResult result) {
    this.result = result;
    this.seconds = result.intervals();
    this.time = new double[seconds.size()];
    for (int i = 0; i < time.length; i++) {
      time[i] = seconds.get(i).epochSecond() - seconds.getFirst().epochSecond();
    }
  }

  /** Those that have anything to show. */
  List<Plot> all() {
    List<Plot> plots = new ArrayList<>();
    plots.add(
        overTime("One-way delay", Unit.SECONDS)
            .line("p50", time, series(second -> delay(second, 50)))
            .line("p99", time, series(second -> delay(second, 99)))
            .line("max", time, series(second -> delay(second, 100))));
    plots.add(delayPercentiles());
    plots.add(
        overTime("Bit rate", Unit.BITS_PER_SECOND)
            .line("received", time, series(second -> bits(second, Figure.RECEIVED_BYTES)))
            .line("sent", time, series(second -> bits(second, Figure.SENT_BYTES))));
    plots.add(
        overTime("Packets that never came, per second", Unit.COUNT)
            .line("lost", time, series(second -> second.of(Figure.LOST))));
    plots.add(joins());
    plots.add(
        overTime("Clients", Unit.COUNT)
            .line("joined", time, series(second -> second.of(Figure.CLIENTS_JOINED))));
    Plot cpu = overTime("Cores busy", Unit.CORES);
    if (result.has(Figure.SERVER_CPU_US)) {
      cpu.line("server", time, series(second -> share(second, Figure.SERVER_CPU_US)));
    }
    plots.add(cpu.line("tester", time, series(second -> share(second, Figure.TESTER_CPU_US))));
    if (result.has(Figure.SERVER_RSS)) {
      plots.add(
          overTime("Resident memory of the server", Unit.BYTES)
              .line("server", time, series(second -> known(second, Figure.SERVER_RSS))));
    }
    plots.removeIf(Plot::isEmpty);
    return plots;
  }

  private Plot overTime(String title, Unit unit) {
    Plot plot = new Plot(title, "seconds", unit);
    for (int i = 0; i < time.length; i++) {
      if (seconds.get(i).measured()) {
        plot.band(Math.max(0, time[i] - 1), time[i]);
      }
    }
    return plot;
  }

  private double[] series(ToDoubleFunction<Interval> value) {
    return seconds.stream().mapToDouble(value).toArray();
  }

  private static double delay(Interval second, double percent) {
    return second.delay().isEmpty() ? Double.NaN : second.delay().percentile(percent) * US;
  }

  private static double bits(Interval second, Figure bytes) {
    return BITS_PER_BYTE * share(second, bytes) / US;
  }

  /** An amount by the µs that the interval really had. */
  private static double share(Interval second, Figure figure) {
    double length = second.of(Figure.MEASURED_US);
    return length == 0 ? Double.NaN : second.of(figure) / length;
  }

  private static double known(Interval second, Figure figure) {
    return second.figures().containsKey(figure) ? second.of(figure) : Double.NaN;
  }

  private Plot delayPercentiles() {
    Plot plot =
        new Plot(
                "One-way delay that so many percent of the packets exceed",
                "% exceed",
                Unit.SECONDS)
            .logarithmicX();
    percentiles(plot, "all", Timing.DELAY);
    percentiles(plot, "video", Timing.DELAY_VIDEO);
    percentiles(plot, "audio", Timing.DELAY_AUDIO);
    return plot;
  }

  private void percentiles(Plot plot, String name, Timing timing) {
    Distribution distribution = result.of(timing);
    if (!distribution.isEmpty()) {
      double[] y = new double[PERCENTS.length];
      for (int i = 0; i < y.length; i++) {
        y[i] = distribution.percentile(100 - PERCENTS[i]) * US;
      }
      plot.line(name, PERCENTS, y);
    }
  }

  /** From 0.01 % to 100 %. */
  private static double[] percents() {
    int steps = 80;
    double[] percents = new double[steps + 1];
    for (int i = 0; i <= steps; i++) {
      percents[i] = Math.pow(10, -2 + 4.0 * i / steps);
    }
    return percents;
  }

  private Plot joins() {
    Plot plot = new Plot("Share of the clients that joined within", "seconds", Unit.SHARE);
    cumulative(plot, "media", Timing.JOIN);
    cumulative(plot, "signaling", Timing.JOIN_SIGNALING);
    cumulative(plot, "reconnect", Timing.RECONNECT);
    return plot;
  }

  private void cumulative(Plot plot, String name, Timing timing) {
    Distribution distribution = result.of(timing);
    if (!distribution.isEmpty()) {
      int steps = 100;
      double[] x = new double[steps + 2];
      double[] y = new double[steps + 2];
      for (int i = 0; i <= steps; i++) {
        x[i + 1] = distribution.percentile(i * 100.0 / steps) * US;
        y[i + 1] = (double) i / steps;
      }
      plot.line(name, x, y);
    }
  }
}
