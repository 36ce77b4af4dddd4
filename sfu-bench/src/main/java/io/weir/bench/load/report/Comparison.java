package io.weir.bench.load.report;

import io.weir.bench.load.report.Measure.Worse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/** Two results side by side: what changed by how much, and what of it is worse. Immutable. */
public final class Comparison {

  private static final double PERCENT = 100;

  /** What a reader looks for; the rest is shown on request. */
  private static final Set<String> USUAL =
      Set.of(
          "cpuPerPacket",
          "server.cpu",
          "server.rss",
          "loss",
          "joined",
          "clients.joined",
          "clients.failed",
          "clients.lost",
          "reconnects.failed",
          "join.withoutFrame",
          "bitrate.sent",
          "bitrate.received",
          "packets.sent",
          "packets.received",
          "undecodable",
          "frames.freezes",
          "received.duplicates",
          "received.reordered",
          "nacks.sent",
          "plis.sent",
          "tester.cpu",
          "delay.p50",
          "delay.p99",
          "delay.max",
          "join.p50",
          "join.p99",
          "join.signaling.p50",
          "join.ice.p50",
          "join.dtls.p50",
          "join.firstFrame.p50",
          "reconnect.p50",
          "reconnect.p99");

  private final LoadResult before;
  private final LoadResult after;
  private final double tolerance;
  private final List<Row> rows = new ArrayList<>();

  /**
   * @param tolerance the share of change that is nothing to speak of
   * @param all whether to compare every measure, or those that readers look for
   */
  public Comparison(LoadResult before, LoadResult after, double tolerance, boolean all) {
    this.before = before;
    this.after = after;
    this.tolerance = tolerance;
    for (Measure measure : Measure.values()) {
      if (all || USUAL.contains(measure.name())) {
        add(measure);
      }
    }
  }

  /** One line; of two values at least one is there. */
  private record Row(Measure measure, OptionalDouble before, OptionalDouble after, boolean worse) {

    private static String text(Measure measure, OptionalDouble value) {
      return value.isPresent() ? measure.unit().format(value.getAsDouble()) : "not measured";
    }

    String beforeText() {
      return text(measure, before);
    }

    String afterText() {
      return text(measure, after);
    }
  }

  private void add(Measure measure) {
    OptionalDouble first = measure.of(before);
    OptionalDouble second = measure.of(after);
    if (first.isPresent() && second.isPresent()) {
      double a = first.getAsDouble();
      double b = second.getAsDouble();
      if (a != 0 || b != 0) {
        rows.add(new Row(measure, first, second, isWorse(measure, a, b)));
      }
    } else if (first.isPresent() || second.isPresent()) {
      // What was measured and is no more may hide anything.
      boolean gone = first.isPresent() && measure.worse() != Worse.NEITHER;
      rows.add(new Row(measure, first, second, gone));
    }
  }

  private boolean isWorse(Measure measure, double a, double b) {
    double more = measure.worse() == Worse.LOWER ? a - b : b - a;
    return measure.worse() != Worse.NEITHER && more > tolerance * Math.abs(a);
  }

  /** Whether anything is worse by more than the tolerance. */
  public boolean isWorse() {
    return rows.stream().anyMatch(Row::worse);
  }

  /** Whether both results may be believed. */
  public boolean isValid() {
    return before.verdict().isValid() && after.verdict().isValid();
  }

  /** A table for people. */
  public String text() {
    TextTable table = new TextTable();
    table.add("", before.name() + " (A)", after.name() + " (B)", "change", "");
    for (Row row : rows) {
      table.add(
          row.measure().name(),
          row.beforeText(),
          row.afterText(),
          change(row),
          row.worse() ? "worse" : "");
    }
    return table + verdicts();
  }

  private static String change(Row row) {
    if (row.before().isEmpty() || row.after().isEmpty()) {
      return "";
    }
    double before = row.before().getAsDouble();
    double after = row.after().getAsDouble();
    if (before == 0) {
      return after == 0 ? "" : "new";
    }
    double change = (after - before) / Math.abs(before);
    return String.format(Locale.ROOT, "%+.1f %%", change * PERCENT);
  }

  private static void addInvalid(StringBuilder text, String which, String reason) {
    text.append(which).append(" is not valid: ").append(reason).append('\n');
  }

  private static String profiles(LoadResult result) {
    String text = result.srtp().profileText();
    return text.isEmpty() ? "nothing that is known" : text;
  }

  private String verdicts() {
    StringBuilder text = new StringBuilder();
    before.verdict().invalid().forEach(reason -> addInvalid(text, "A", reason));
    after.verdict().invalid().forEach(reason -> addInvalid(text, "B", reason));
    if (!before.srtp().profiles().keySet().equals(after.srtp().profiles().keySet())) {
      text.append("They were not encrypted alike: A with ").append(profiles(before));
      text.append(", B with ").append(profiles(after)).append(".\n");
    }
    if (!before.settings().equals(after.settings())) {
      text.append("The scenarios differ: A has ").append(before.settings());
      text.append(", B has ").append(after.settings()).append(".\n");
    }
    return text.toString();
  }
}
