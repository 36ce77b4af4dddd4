package io.weir.bench.load.report;

import java.util.List;
import java.util.TreeMap;

/** A result as one page that needs nothing else: no script, no other file. Pure code. */
public final class HtmlReport {

  private static final String STYLE =
      """
      :root{color-scheme:light dark;--bg:#fff;--fg:#1c2126;--soft:#5c6670;--line:#dfe3e8;
      --card:#f6f7f9;--band:#eef4fb;--good:#18794e;--bad:#c62a2f;
      --c0:#1668c7;--c1:#d9730d;--c2:#7a4fbf}
      @media(prefers-color-scheme:dark){:root{--bg:#14171a;--fg:#e6e9ec;--soft:#9aa4ae;
      --line:#2b3137;--card:#1c2024;--band:#1a2530;--good:#4cc38a;--bad:#ff6369;
      --c0:#5aa9ff;--c1:#f2a154;--c2:#b79bee}}
      *{box-sizing:border-box}
      body{margin:0 auto;max-width:1220px;padding:24px;background:var(--bg);color:var(--fg);
      font:15px/1.5 system-ui,sans-serif}
      h1{font-size:26px;margin:0}h2{font-size:18px;margin:28px 0 10px}
      p{margin:4px 0}.soft{color:var(--soft)}
      .verdict{margin:18px 0;padding:12px 16px;border-radius:8px;background:var(--card);
      border-left:5px solid var(--good)}.verdict.bad{border-color:var(--bad)}
      .tiles{display:grid;gap:12px;grid-template-columns:repeat(auto-fit,minmax(170px,1fr))}
      .tile{background:var(--card);border-radius:8px;padding:12px 14px}
      .tile b{display:block;font-size:22px;font-weight:600}.tile span{color:var(--soft)}
      .plots{display:grid;gap:18px;grid-template-columns:repeat(auto-fit,minmax(min(480px,100%),1fr))}
      figure{margin:0;background:var(--card);border-radius:8px;padding:12px 14px}
      figcaption{font-weight:600;margin-bottom:4px}
      svg{width:100%;height:auto;display:block}
      svg text{font:11px system-ui,sans-serif;fill:var(--soft)}
      .end{text-anchor:end}.mid{text-anchor:middle}
      .grid{stroke:var(--line);fill:none}.band{fill:var(--band)}
      .line{fill:none;stroke-width:1.8;stroke-linejoin:round}
      .c0{stroke:var(--c0)}.c1{stroke:var(--c1)}.c2{stroke:var(--c2)}
      .scroll{overflow-x:auto}
      table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
      td,th{padding:4px 10px 4px 0;border-bottom:1px solid var(--line);text-align:left;
      vertical-align:top}td.n,th.n{text-align:right}
      """;

  /** The figures that a reader looks for first. */
  private static final List<String> HEADLINES =
      List.of(
          "cpuPerPacket",
          "clients.joined",
          "packets.received",
          "bitrate.received",
          "loss",
          "delay.p50",
          "delay.p99",
          "join.p50",
          "join.p99",
          "server.cpu",
          "server.rss",
          "server.rssPerViewer",
          "tester.cpu");

  private HtmlReport() {}

  /** The page; well-formed XML, too. */
  public static String of(LoadResult result) {
    Markup out = new Markup();
    out.add(
        "<!DOCTYPE html>%n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\"><head>"
            + "<meta charset=\"utf-8\"/>%n<meta name=\"viewport\""
            + " content=\"width=device-width,initial-scale=1\"/>%n<title>Load test %s</title>%n",
        result.name());
    out.add("<style>%n" + STYLE.replace("%", "%%") + "</style></head>%n<body>%n");
    out.add("<h1>%s</h1><p>%s</p>%n", result.name(), result.target());
    out.add(
        "<p class=\"soft\">%s; measured: %s; by %s</p>%n",
        result.startedAt().toString(), TextSummary.measured(result), result.tester());
    if (!result.srtp().profiles().isEmpty()) {
      out.add("<p class=\"soft\">SRTP: %s</p>%n", result.srtp().text());
    }
    verdict(out, result);
    headlines(out, result);
    stages(out, result);
    out.add("<h2>Plots</h2><p class=\"soft\">The shaded time is the one that counts.</p>%n");
    out.add("<div class=\"plots\">%n");
    for (Plot plot : new Plots(result).all()) {
      out.add(plot.markup());
    }
    out.add("</div>%n");
    times(out, result);
    failures(out, result);
    settings(out, result);
    measures(out, result);
    out.add("</body></html>%n");
    return out.toString();
  }

  private static void verdict(Markup out, LoadResult result) {
    boolean valid = result.verdict().isValid();
    out.add("<div class=\"verdict%s\"><p><b>", valid ? "" : " bad");
    out.add(valid ? "Valid</b></p>%n" : "Not valid</b></p>%n");
    result.verdict().invalid().forEach(reason -> out.add("<p>%s</p>%n", reason));
    result.verdict().notes().forEach(note -> out.add("<p class=\"soft\">%s</p>%n", note));
    out.add("</div>%n");
  }

  private static void headlines(Markup out, LoadResult result) {
    out.add("<div class=\"tiles\">%n");
    for (String name : HEADLINES) {
      Measure measure = Measure.named(name);
      if (measure.of(result).isPresent()) {
        out.add(
            "<div class=\"tile\"><b>%s</b><span>%s</span></div>%n",
            measure.text(result), label(name));
      }
    }
    out.add("</div>%n");
  }

  private static void stages(Markup out, LoadResult result) {
    if (result.stages().isEmpty()) {
      return;
    }
    StageTable stages = new StageTable(result.stages());
    out.add("<h2>Stages</h2><p>%s</p><div class=\"scroll\"><table><tr>", stages.sentence());
    stages.head().forEach(title -> out.add("<th class=\"n\">%s</th>", title));
    out.add("</tr>%n");
    for (List<String> line : stages.lines()) {
      out.add("<tr>");
      line.forEach(text -> out.add("<td class=\"n\">%s</td>", text));
      out.add("</tr>%n");
    }
    out.add(
        "</table></div><p class=\"soft\">All other figures of this page are of the last"
            + " stage.</p>%n");
  }

  private static String label(String name) {
    return switch (name) {
      case "cpuPerPacket" -> "server CPU per delivered packet";
      case "clients.joined" -> "clients joined";
      case "packets.received" -> "packets delivered";
      case "bitrate.received" -> "delivered";
      case "loss" -> "never came";
      case "delay.p50" -> "one-way delay, median";
      case "delay.p99" -> "one-way delay, p99";
      case "join.p50" -> "until media flows, median";
      case "join.p99" -> "until media flows, p99";
      case "server.cpu" -> "cores of the server busy";
      case "server.rss" -> "server's resident memory";
      case "server.rssPerViewer" -> "its growth per viewer";
      case "tester.cpu" -> "cores of the tester busy";
      default -> name;
    };
  }

  private static void times(Markup out, LoadResult result) {
    out.add("<h2>Times</h2><div class=\"scroll\"><table><tr><th></th>");
    List<String> columns = List.of("count", "p50", "p90", "p99", "p999", "max");
    columns.forEach(column -> out.add("<th class=\"n\">%s</th>", column));
    out.add("</tr>%n");
    for (Timing timing : Timing.values()) {
      if (!result.of(timing).isEmpty()) {
        out.add("<tr><td>%s</td>", TextSummary.title(timing).strip());
        columns.forEach(column ->
            out.add(
                "<td class=\"n\">%s</td>",
                Measure.named(timing.key() + "." + column).text(result)));
        out.add("</tr>%n");
      }
    }
    out.add("</table></div>%n");
  }

  private static void failures(Markup out, LoadResult result) {
    if (result.failures().isEmpty()) {
      return;
    }
    out.add("<h2>Clients that failed</h2><div class=\"scroll\"><table>%n");
    for (Failure failure : result.failures()) {
      out.add(
          "<tr><td class=\"n\">%d</td><td>%s</td><td>%s</td></tr>%n",
          failure.count(), failure.step(), failure.cause());
    }
    out.add("</table></div>%n");
  }

  private static void settings(Markup out, LoadResult result) {
    out.add("<h2>Scenario</h2><div class=\"scroll\"><table>%n");
    new TreeMap<>(result.settings())
        .forEach((key, value) -> out.add("<tr><td>%s</td><td>%s</td></tr>%n", key, value));
    out.add("</table></div>%n");
  }

  private static void measures(Markup out, LoadResult result) {
    out.add("<h2>Everything that was measured</h2><div class=\"scroll\"><table>%n");
    for (Measure measure : Measure.values()) {
      if (measure.of(result).isPresent()) {
        out.add(
            "<tr><td>%s</td><td class=\"n\">%s</td><td class=\"soft\">%s</td></tr>%n",
            measure.name(), measure.text(result), measure.meaning());
      }
    }
    out.add("</table></div>%n");
  }
}
