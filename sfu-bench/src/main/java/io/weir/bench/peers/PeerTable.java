package io.weir.bench.peers;

import io.weir.bench.load.report.LoadResult;
import io.weir.bench.load.report.Measure;
import io.weir.bench.plot.BarChart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The comparison as a Markdown table and as a plot. */
record PeerTable(List<PeerRun> runs) {
  private static final String HEAD =
      """
      | Load | Server | CPU per packet | of Weir's | packets/s | delay p50 | p99 | loss | memory | valid runs |
      |---|---|--:|--:|--:|--:|--:|--:|--:|--:|
      """;

  /** For people. */
  String markdown() {
    StringBuilder table = new StringBuilder(HEAD);
    for (PeerRun run : runs) {
      double weir = of("Weir", run.load(), "cpuPerPacket");
      double cpu = run.median("cpuPerPacket");
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s µs | %s | %s | %s ms | %s ms | %s %% | %s MB | %d of %d |%n",
              run.load(),
              run.peer(),
              number("%.2f", cpu),
              number("%.1f ×", cpu / weir),
              number("%,.0f", run.median("packets.received")),
              number("%.2f", run.median("delay.p50") * 1000),
              number("%.2f", run.median("delay.p99") * 1000),
              number("%.3f", run.median("loss") * 100),
              number("%,.0f", run.median("server.rss") / 1e6),
              run.results().size(),
              run.runs()));
    }
    return table.toString();
  }

  /** One run in a line. */
  static String summary(LoadResult result) {
    return Stream.of("cpuPerPacket", "packets.received", "delay.p99", "loss", "server.rss")
        .map(name -> name + " " + Measure.find(name).orElseThrow().text(result))
        .collect(Collectors.joining(", "));
  }

  /** Server CPU per delivered packet, by load. */
  BarChart cpuPlot() {
    return plot("Server CPU per delivered packet, µs", run -> run.median("cpuPerPacket"));
  }

  /** How long packets took, by load. */
  BarChart delayPlot() {
    return plot("99th percentile of the one-way delay, ms", run -> run.median("delay.p99") * 1000);
  }

  private BarChart plot(String title, ToDoubleFunction<PeerRun> value) {
    List<String> peers = runs.stream().map(PeerRun::peer).distinct().toList();
    List<BarChart.Group> groups = new ArrayList<>();
    for (String load : runs.stream().map(PeerRun::load).distinct().toList()) {
      groups.add(
          new BarChart.Group(
              load, peers.stream().map(peer -> value.applyAsDouble(find(peer, load))).toList()));
    }
    return new BarChart(title, peers, groups);
  }

  private double of(String peer, String load, String measure) {
    return find(peer, load).median(measure);
  }

  private PeerRun find(String peer, String load) {
    return runs.stream()
        .filter(run -> run.peer().equals(peer) && run.load().equals(load))
        .findFirst()
        .orElse(new PeerRun(peer, load, List.of(), 0));
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
  }
}
