package io.weir.bench.load.report;

import java.util.ArrayList;
import java.util.List;

/** The stages of a test side by side, a line each. Pure code. */
final class StageTable {

  private record Column(String title, String measure) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column("viewers", "clients.viewers"),
          new Column("joined", "clients.joined"),
          new Column("packets", "packets.received"),
          new Column("bit rate", "bitrate.received"),
          new Column("CPU/packet", "cpuPerPacket"),
          new Column("cores", "server.cpu"),
          new Column("lost", "loss"),
          new Column("delay p50", "delay.p50"),
          new Column("p99", "delay.p99"),
          new Column("memory", "server.rss"),
          new Column("per viewer", "server.rssPerViewer"),
          new Column("tester busy", "tester.busiest"));

  private final List<Stage> stages;
  private final List<Column> columns;

  /** A table of at least one stage; what none of them measured has no column. */
  StageTable(List<Stage> stages) {
    this.stages = List.copyOf(stages);
    this.columns =
        COLUMNS.stream()
            .filter(column ->
                stages.stream()
                    .anyMatch(
                        stage -> Measure.named(column.measure()).of(stage.result()).isPresent()))
            .toList();
  }

  /** Titles of its columns. */
  List<String> head() {
    List<String> head = new ArrayList<>(columns.stream().map(Column::title).toList());
    head.add("");
    return head;
  }

  /** A line of each stage. */
  List<List<String>> lines() {
    List<List<String>> lines = new ArrayList<>();
    for (Stage stage : stages) {
      List<String> line =
          new ArrayList<>(
              columns.stream()
                  .map(column -> Measure.named(column.measure()).text(stage.result()))
                  .toList());
      line.add(stage.verdict());
      lines.add(line);
    }
    return lines;
  }

  /** What they say together. */
  String sentence() {
    return Stage.highest(stages)
        .map(stage ->
            "The highest stage that holds: %s viewers, %s, %s."
                .formatted(
                    Measure.named("clients.viewers").text(stage.result()),
                    Measure.named("packets.received").text(stage.result()),
                    Measure.named("bitrate.received").text(stage.result())))
        .orElse("Not even the first stage holds.");
  }
}
