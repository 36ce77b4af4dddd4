package io.weir.bench.load.report;

import java.util.Locale;

/** A result as a page of text for a terminal. */
public final class TextSummary {

  private TextSummary() {}

  /** The text, with line ends. */
  public static String of(LoadResult result) {
    StringBuilder out = new StringBuilder();
    out.append(result.name()).append(": ").append(result.target()).append("\n\n");
    out.append(clients(result)).append('\n');
    out.append(media(result)).append('\n');
    if (!result.timings().values().stream().allMatch(Distribution::isEmpty)) {
      out.append(times(result)).append('\n');
    }
    server(result, out);
    tester(result, out);
    stages(result, out);
    verdict(result, out);
    return out.toString();
  }

  private static TextTable clients(LoadResult result) {
    TextTable table = new TextTable();
    long planned = result.of(Figure.CLIENTS_PLANNED);
    row(
        table,
        "Clients",
        "%,d joined of %,d (%,d publish, %,d watch)"
            .formatted(
                result.of(Figure.CLIENTS_JOINED),
                planned,
                result.of(Figure.CLIENTS_PUBLISHERS),
                result.of(Figure.CLIENTS_VIEWERS)));
    for (Failure failure : result.failures()) {
      row(table, "  failed", failure.count() + "× " + failure.step() + ": " + failure.cause());
    }
    if (result.of(Figure.CLIENTS_LOST) > 0) {
      row(table, "  lost later", Long.toString(result.of(Figure.CLIENTS_LOST)));
    }
    if (result.of(Figure.CLIENTS_REPLACED) > 0) {
      row(table, "  replaced", Long.toString(result.of(Figure.CLIENTS_REPLACED)));
    }
    long back = result.of(Figure.RECONNECTS);
    long gone = result.of(Figure.RECONNECTS_FAILED);
    if (back + gone > 0) {
      row(table, "Cut and back", "%,d of %,d".formatted(back, back + gone));
    }
    return table;
  }

  private static TextTable media(LoadResult result) {
    TextTable table = new TextTable();
    row(table, "Measured", measured(result));
    if (!result.srtp().profiles().isEmpty()) {
      row(table, "Encrypted", result.srtp().text());
    }
    row(table, "Sent", values(result, "packets.sent", "bitrate.sent"));
    row(table, "Delivered", values(result, "packets.received", "bitrate.received"));
    row(
        table,
        "Lost",
        Measure.named("loss").text(result)
            + " (%,d of %,d packets), %,d twice, %,d overtaken, %,d repaired"
                .formatted(
                    result.of(Figure.LOST),
                    result.of(Figure.EXPECTED),
                    result.of(Figure.DUPLICATES),
                    result.of(Figure.REORDERED),
                    result.of(Figure.REPAIRED)));
    row(
        table,
        "Frames",
        "%,d shown, %,d not decodable, %,d freezes"
            .formatted(
                result.of(Figure.FRAMES),
                result.of(Figure.FRAMES_UNDECODABLE),
                result.of(Figure.FREEZES)));
    row(
        table,
        "Feedback",
        "%,d NACKs and %,d PLIs by viewers, %,d and %,d at publishers"
            .formatted(
                result.of(Figure.NACKS_SENT),
                result.of(Figure.PLIS_SENT),
                result.of(Figure.NACKS_RECEIVED),
                result.of(Figure.PLIS_RECEIVED)));
    return table;
  }

  /** How long, and how warm the server was by then. */
  static String measured(LoadResult result) {
    String time = Measure.named("measured.time").text(result);
    return result.has(Figure.WARM_UP_US)
        ? time + ", after " + Measure.named("warmup.time").text(result) + " of warm-up"
        : time;
  }

  private static TextTable times(LoadResult result) {
    TextTable table = new TextTable();
    table.add("", "p50", "p90", "p99", "max");
    for (Timing timing : Timing.values()) {
      if (!result.of(timing).isEmpty()) {
        table.add(
            title(timing),
            time(result, timing, "p50"),
            time(result, timing, "p90"),
            time(result, timing, "p99"),
            time(result, timing, "max"));
      }
    }
    return table;
  }

  /** What reports call it. */
  static String title(Timing timing) {
    return switch (timing) {
      case DELAY -> "One-way delay";
      case DELAY_AUDIO -> "  audio";
      case DELAY_VIDEO -> "  video";
      case JOIN -> "Join";
      case JOIN_SIGNALING -> "  signaling";
      case JOIN_ICE -> "  ICE";
      case JOIN_DTLS -> "  DTLS";
      case JOIN_FIRST_PACKET -> "  first packet";
      case JOIN_FIRST_FRAME -> "  first frame";
      case RECONNECT -> "Reconnect";
      case TESTER_SIGNALING -> "Tester's lag";
    };
  }

  private static String time(LoadResult result, Timing timing, String suffix) {
    return Measure.named(timing.key() + "." + suffix).text(result);
  }

  private static void server(LoadResult result, StringBuilder out) {
    if (!result.has(Figure.SERVER_CPU_US)) {
      return;
    }
    TextTable table = new TextTable();
    row(
        table,
        "Server",
        Measure.named("cpuPerPacket").text(result)
            + " of CPU per delivered packet, "
            + Measure.named("server.cpu").text(result)
            + " cores busy");
    if (result.has(Figure.SERVER_RSS)) {
      row(
          table,
          "  memory",
          Measure.named("server.rss").text(result)
              + " resident"
              + (Measure.named("server.rssPerViewer").of(result).isPresent()
                  ? " (grown by "
                      + Measure.named("server.rssPerViewer").text(result)
                      + " per viewer), "
                  : ", ")
              + result.of(Figure.SERVER_THREADS)
              + " threads");
    }
    out.append(table);
  }

  private static void tester(LoadResult result, StringBuilder out) {
    TextTable table = new TextTable();
    row(
        table,
        "Tester",
        Measure.named("tester.cpu").text(result)
            + " cores busy, busiest media thread "
            + Measure.named("tester.busiest").text(result)
            + ", %,d packets sent late, %,d datagrams dropped by its kernel"
                .formatted(result.of(Figure.TESTER_LATE), result.of(Figure.TESTER_KERNEL_DROPS)));
    out.append(table).append('\n');
  }

  private static void stages(LoadResult result, StringBuilder out) {
    if (result.stages().isEmpty()) {
      return;
    }
    StageTable stages = new StageTable(result.stages());
    TextTable table = new TextTable();
    table.add(stages.head().toArray(String[]::new));
    stages.lines().forEach(line -> table.add(line.toArray(String[]::new)));
    out.append("Stages; the figures above are of the last one.\n");
    out.append(table).append(stages.sentence()).append("\n\n");
  }

  private static void verdict(LoadResult result, StringBuilder out) {
    result.verdict().notes().forEach(note -> out.append("Note: ").append(note).append('\n'));
    if (result.verdict().isValid()) {
      out.append("Valid.\n");
    } else {
      result
          .verdict()
          .invalid()
          .forEach(reason -> out.append("NOT VALID: ").append(reason).append('\n'));
    }
  }

  private static String values(LoadResult result, String first, String second) {
    return Measure.named(first).text(result) + ", " + Measure.named(second).text(result);
  }

  /** A label and its text, side by side whatever follows. */
  private static void row(TextTable table, String label, String text) {
    table.add(String.format(Locale.ROOT, "%-14s", label) + text);
  }
}
