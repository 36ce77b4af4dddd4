package io.weir.bench.plot;

import io.weir.bench.plot.LineChart.Level;
import io.weir.bench.plot.LineChart.Line;
import io.weir.bench.plot.LineChart.Panel;
import io.weir.bench.plot.LineChart.Point;
import io.weir.bench.plot.LineChart.Style;
import io.weir.core.room.NetworkTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The plots of the page about layers: what the server makes of one viewer's link, played in virtual
 * time from fixed seeds. One thread.
 */
final class LayerPlots {
  private static final String SEED = "1";

  /** Rows in one point: what frames do to the queue is noise at this width. */
  private static final int ROWS = 5;

  private static final double MS_PER_SECOND = 1e3;
  private static final double MEGABIT = 1e6;

  /** Of VP8 with its three temporal layers each; the rids are those of the client module. */
  private static final int LAYERS = 3;

  private static final List<Level> LEVELS =
      List.of(
          new Level(0, "paused"),
          new Level(LAYERS, "q"),
          new Level(2 * LAYERS, "h"),
          new Level(3 * LAYERS, "f"));

  private LayerPlots() {}

  /**
   * One picture.
   *
   * @param file its name
   * @param title what it shows
   * @param call seconds, link and changes as {@link NetworkTrace#main} takes them
   */
  record Scenario(String file, String title, List<String> call) {

    Scenario {
      call = List.copyOf(call);
    }

    static Scenario of(String file, String title, String... call) {
      return new Scenario(file, title, List.of(call));
    }

    /** Plays the call and draws it. */
    LineChart draw() {
      List<String> arguments = new ArrayList<>(List.of(SEED));
      arguments.addAll(call);
      return chart(title, NetworkTrace.play(arguments.toArray(String[]::new)));
    }
  }

  /** All of them, in the page's order. */
  static List<Scenario> all() {
    return List.of(
        Scenario.of("layers-500k.svg", "A link of 0.5 Mbit/s", "40", link("rate=500k")),
        Scenario.of("layers-2m.svg", "A link of 2 Mbit/s", "40", link("rate=2M")),
        Scenario.of("layers-10m.svg", "A link of 10 Mbit/s", "40", link("rate=10M")),
        Scenario.of(
            "layers-step.svg",
            "A link of 4 Mbit/s that carries a third for 20 seconds",
            "70",
            link("rate=4M"),
            "20",
            "rate=1333k",
            "40",
            "rate=4M"),
        Scenario.of(
            "layers-loss.svg",
            "A link of 5 Mbit/s that loses 10 % of the packets",
            "40",
            link("rate=5M,loss=10%")),
        Scenario.of(
            "layers-competing.svg",
            "A link of 4 Mbit/s, shared with a download for 20 seconds",
            "70",
            link("rate=4M"),
            "20",
            "download=20"));
  }

  private static String link(String conditions) {
    return conditions + ",queue=300ms,delay=20ms";
  }

  private static LineChart chart(String title, List<NetworkTrace.Row> rows) {
    List<List<NetworkTrace.Row>> steps = new ArrayList<>();
    for (int i = 0; i + ROWS <= rows.size(); i += ROWS) {
      steps.add(rows.subList(i, i + ROWS));
    }
    return new LineChart(
        title,
        "seconds since the viewer came",
        List.of(
            Panel.of(
                "Mbit/s",
                170,
                List.of(
                    line("estimate", Style.LINE, steps, step -> megabits(last(step).estimateBps())),
                    line("arrives", Style.LINE, steps, LayerPlots::acknowledged),
                    line("sent", Style.LINE, steps, LayerPlots::sent),
                    line("capacity", Style.LIMIT, steps, LayerPlots::capacity))),
            Panel.of(
                "queue, ms",
                70,
                List.of(
                    line(
                        "",
                        Style.LINE,
                        steps,
                        step ->
                            step.stream().mapToDouble(NetworkTrace.Row::queueMs).max().orElse(0)))),
            new Panel(
                "layer",
                90,
                LEVELS,
                List.of(
                    new Line(
                        "",
                        Style.STEPS,
                        rows.stream()
                            .map(row -> new Point(row.ms() / MS_PER_SECOND, layer(row)))
                            .toList())))));
  }

  private static Line line(
      String name,
      Style style,
      List<List<NetworkTrace.Row>> steps,
      ToDoubleFunction<List<NetworkTrace.Row>> value) {
    return new Line(
        name,
        style,
        steps.stream()
            .map(step -> new Point(last(step).ms() / MS_PER_SECOND, value.applyAsDouble(step)))
            .toList());
  }

  private static NetworkTrace.Row last(List<NetworkTrace.Row> step) {
    return step.getLast();
  }

  private static double capacity(List<NetworkTrace.Row> step) {
    return megabits(step.getFirst().capacityBps());
  }

  private static double sent(List<NetworkTrace.Row> step) {
    return step.stream().mapToDouble(row -> megabits(row.sentBps())).average().orElse(0);
  }

  private static double acknowledged(List<NetworkTrace.Row> step) {
    long bps = last(step).acknowledgedBps();
    return bps < 0 ? Double.NaN : megabits(bps);
  }

  private static double megabits(long bps) {
    return bps / MEGABIT;
  }

  /** Temporal layers lie between encodings; 0 is nothing at all. */
  private static double layer(NetworkTrace.Row row) {
    if (row.encoding() < 0) {
      return 0;
    }
    int temporal = row.temporalLayer() < 0 ? LAYERS - 1 : row.temporalLayer();
    return (double) row.encoding() * LAYERS + temporal + 1;
  }
}
