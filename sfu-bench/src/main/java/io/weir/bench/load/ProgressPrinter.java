package io.weir.bench.load;

import io.weir.bench.load.report.Distribution;
import io.weir.bench.load.report.Figure;
import io.weir.bench.load.report.Interval;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Shows how a run stands: one block that is written over every second on a terminal, one line every
 * five seconds elsewhere. The director's thread only.
 */
final class ProgressPrinter implements Progress {

  private static final int SECONDS_BETWEEN_LINES = 5;
  private static final double MEGABIT = 125_000;
  private static final double US_PER_MS = 1000;
  private static final double US_PER_SECOND = 1e6;

  private final PrintWriter out;
  private final boolean terminal;
  private String lastPhase = "";
  private int ticks;
  private int linesShown;

  ProgressPrinter(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  @Override
  public void tick(Moment moment) {
    if (terminal) {
      block(moment);
    } else if (!moment.phase().equals(lastPhase) || ++ticks % SECONDS_BETWEEN_LINES == 0) {
      lastPhase = moment.phase();
      out.println(String.join(", ", lines(moment)));
      out.flush();
    }
  }

  private void block(Moment moment) {
    StringBuilder text = new StringBuilder();
    if (linesShown > 0) {
      text.append("\033[").append(linesShown).append('A');
    }
    String[] lines = lines(moment);
    for (String line : lines) {
      text.append("\033[2K").append(line).append('\n');
    }
    linesShown = lines.length;
    out.print(text);
    out.flush();
  }

  private static String[] lines(Moment moment) {
    Interval second = moment.second();
    double seconds = second.of(Figure.MEASURED_US) / US_PER_SECOND;
    Distribution delay = second.delay();
    String server =
        second.figures().containsKey(Figure.SERVER_CPU_US)
            ? String.format(
                Locale.ROOT,
                "server %.2f cores, ",
                second.of(Figure.SERVER_CPU_US) / US_PER_SECOND / seconds)
            : "";
    return new String[] {
      String.format(
          Locale.ROOT,
          "%s, %d s left",
          moment.phase(),
          TimeUnit.NANOSECONDS.toSeconds(moment.leftNs() + 500_000_000)),
      String.format(
          Locale.ROOT,
          "clients %,d of %,d%s",
          moment.joined(),
          moment.planned(),
          moment.failed() > 0 ? String.format(Locale.ROOT, ", %,d failed", moment.failed()) : ""),
      String.format(
          Locale.ROOT,
          "out %,.0f packets/s %.1f Mbit/s, in %,.0f packets/s %.1f Mbit/s, lost %,d",
          second.of(Figure.SENT_PACKETS) / seconds,
          second.of(Figure.SENT_BYTES) / MEGABIT / seconds,
          second.of(Figure.RECEIVED_PACKETS) / seconds,
          second.of(Figure.RECEIVED_BYTES) / MEGABIT / seconds,
          second.of(Figure.LOST)),
      String.format(
          Locale.ROOT,
          "delay p50 %.1f ms, p99 %.1f ms; %stester %.2f cores",
          delay.percentile(50) / US_PER_MS,
          delay.percentile(99) / US_PER_MS,
          server,
          second.of(Figure.TESTER_CPU_US) / US_PER_SECOND / seconds)
    };
  }
}
