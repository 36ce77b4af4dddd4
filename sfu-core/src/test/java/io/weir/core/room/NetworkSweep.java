package io.weir.core.room;

import io.weir.core.testkit.ConditionsText;
import io.weir.core.testkit.LinkDelay;
import io.weir.core.testkit.NetworkSimulator.Conditions;
import io.weir.core.testkit.SimulatedClient;
import io.weir.core.testkit.SimulatedFeedback;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * Plays the same call over many links from many seeds and prints a table of what came of it: what
 * to look at before and after a change of estimator, pacer or allocator. {@link #main} takes the
 * first seed, the number of seeds, and conditions ({@link ConditionsText}) instead of the usual
 * ones, to which a delay of 20 ms and a queue of 300 ms belong unless they say otherwise. {@code
 * 4M>1333k} is a rate that falls after 20 s and comes back 20 s later. The system property {@code
 * feedback} names another {@link SimulatedFeedback.Kind} of viewer.
 */
public final class NetworkSweep {
  private static final long MS = 1_000_000L;
  private static final String USUAL = "delay=20ms,queue=300ms,";
  private static final long START_MS = 10_000;
  private static final long STEADY_MS = 40_000;
  private static final long STEP_MS = 20_000;

  /** A longer pause is a freeze that people speak of. */
  private static final long NOTICED_MS = 1_000;

  /** How the viewer tells what arrives. */
  private static final SimulatedFeedback.Kind FEEDBACK =
      SimulatedFeedback.Kind.valueOf(System.getProperty("feedback", "TRANSPORT_WIDE"));

  private static final List<String> LINKS =
      List.of(
          "rate=300k",
          "rate=400k",
          "rate=500k",
          "rate=700k",
          "rate=1M",
          "rate=1500k",
          "rate=2M",
          "rate=3M",
          "rate=4M",
          "rate=5M",
          "rate=10M",
          "rate=1500k,queue=3s,delay=100ms",
          "rate=2M,jitter=15ms",
          "rate=2M,clumps=30ms",
          "rate=10M,clumps=30ms",
          "rate=5M,loss=2%",
          "rate=5M,loss=5%",
          "rate=5M,loss=10%",
          "rate=5M,loss=10%,burst=4",
          "rate=5M,loss=20%",
          "rate=5M,loss=20%,burst=4",
          "1M>333k",
          "2M>666k",
          "4M>1333k",
          "9M>3M");

  /** What came of one call over a steady link. */
  private record Steady(
      double firstMs,
      double topMs,
      double startPauseMs,
      double mean,
      double lowest,
      double highest,
      double queueMs,
      double pauseMs,
      double framesPerSecond,
      double switches,
      double temporalSwitches,
      double encoding) {}

  /** What came of one call over a link that falls and comes back. */
  private record Step(
      double reactMs,
      double settleMs,
      double lowerMs,
      double pauseMs,
      double queueMs,
      double backMs) {}

  private NetworkSweep() {}

  /** Prints the table. */
  public static void main(String... arguments) {
    long first = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1;
    long count = arguments.length > 1 ? Long.parseLong(arguments[1]) : 8;
    List<String> links =
        arguments.length > 2 ? Arrays.asList(arguments).subList(2, arguments.length) : LINKS;
    System.out.println(
        "link | first picture ms | final layer ms | longest pause <10 s | estimate % (lowest..highest)"
            + " | queue p95 ms | longest pause ms | frames/s | switches/min | temporal/min | layer");
    for (String link : links.stream().filter(link -> !link.contains(">")).toList()) {
      List<Steady> all = play(first, count, seed -> steady(seed, link));
      System.out.printf(
          Locale.ROOT,
          "%s | %s | %s | %s | %.0f (%.0f..%.0f) | %s | %s | %.1f (%.1f) | %s | %s | %.2f%n",
          link,
          both(all, Steady::firstMs),
          both(all, Steady::topMs),
          both(all, Steady::startPauseMs),
          mean(all, Steady::mean),
          -highest(all, each -> -each.lowest()),
          highest(all, Steady::highest),
          both(all, Steady::queueMs),
          both(all, Steady::pauseMs),
          mean(all, Steady::framesPerSecond),
          -highest(all, each -> -each.framesPerSecond()),
          both(all, Steady::switches),
          both(all, Steady::temporalSwitches),
          mean(all, Steady::encoding));
    }
    System.out.println(
        "link | reaction ms | settled ms | smaller picture ms | longest pause ms | pauses > 1 s"
            + " | queue p95 ms | back on top ms");
    for (String link : links.stream().filter(link -> link.contains(">")).toList()) {
      List<Step> all = play(first, count, seed -> step(seed, link));
      System.out.printf(
          Locale.ROOT,
          "%s | %s | %s | %s | %s | %d | %s | %s%n",
          link,
          both(all, Step::reactMs),
          both(all, Step::settleMs),
          both(all, Step::lowerMs),
          both(all, Step::pauseMs),
          all.stream().filter(each -> each.pauseMs() > NOTICED_MS).count(),
          both(all, Step::queueMs),
          both(all, Step::backMs));
    }
  }

  private interface Game<T> {
    T play(long seed);
  }

  private static <T> List<T> play(long first, long count, Game<T> game) {
    return LongStream.range(first, first + count).parallel().mapToObj(game::play).toList();
  }

  private static <T> double mean(List<T> all, ToDoubleFunction<T> value) {
    return all.stream().mapToDouble(value).average().orElseThrow();
  }

  private static <T> double highest(List<T> all, ToDoubleFunction<T> value) {
    return all.stream().mapToDouble(value).max().orElseThrow();
  }

  private static <T> String both(List<T> all, ToDoubleFunction<T> value) {
    return String.format(Locale.ROOT, "%.0f (%.0f)", mean(all, value), highest(all, value));
  }

  private static Conditions link(String text) {
    return ConditionsText.change(Conditions.GOOD, USUAL + text);
  }

  private static NetworkScene scene(long seed) {
    NetworkScene scene =
        new NetworkScene(seed, Conditions.GOOD.withDelay(LinkDelay.of(20 * MS)), FEEDBACK);
    scene.run(1_000 + seed % 7 * 100);
    return scene;
  }

  private static Steady steady(long seed, String text) {
    NetworkScene scene = scene(seed);
    SimulatedClient viewer = scene.watchWithFeedback(link(text));
    long joinedNs = scene.call().nowNs();
    NetworkTrace trace = new NetworkTrace(scene, viewer);
    double firstMs = 0;
    for (long ms = 0; ms < START_MS; ms += 50) {
      trace.run(50);
      if (firstMs == 0 && viewer.slot(0).decoded() > 0) {
        firstMs = (scene.call().nowNs() - joinedNs) / (double) MS;
      }
    }
    int last = trace.rows().getLast().encoding();
    int top = trace.rows().size();
    while (top > 0 && trace.rows().get(top - 1).encoding() == last) {
      top--;
    }
    long startPauseNs = pauseNs(scene, viewer);
    trace.takeQueue();
    int decoded = viewer.slot(0).decoded();
    int from = trace.rows().size();
    trace.run(STEADY_MS);
    List<NetworkTrace.Row> rows = trace.rows().subList(from, trace.rows().size());
    List<Double> percent = new ArrayList<>();
    int switches = 0;
    int temporal = 0;
    double encoding = 0;
    for (int i = 0; i < rows.size(); i++) {
      NetworkTrace.Row row = rows.get(i);
      percent.add(100.0 * row.estimateBps() / row.capacityBps());
      encoding += row.encoding();
      if (i > 0) {
        NetworkTrace.Row before = rows.get(i - 1);
        switches += row.encoding() == before.encoding() ? 0 : 1;
        temporal += row.temporalLayer() == before.temporalLayer() ? 0 : 1;
      }
    }
    double minutes = STEADY_MS / 60_000.0;
    return new Steady(
        firstMs == 0 ? START_MS : firstMs,
        50.0 * (top + 1),
        startPauseNs / (double) MS,
        mean(percent, value -> value),
        -highest(percent, value -> -value),
        highest(percent, value -> value),
        trace.takeQueue().summary().p95Ns() / (double) MS,
        pauseNs(scene, viewer) / (double) MS,
        (viewer.slot(0).decoded() - decoded) * 1_000.0 / STEADY_MS,
        switches / minutes,
        temporal / minutes,
        encoding / rows.size());
  }

  private static long pauseNs(NetworkScene scene, SimulatedClient viewer) {
    long open = scene.call().nowNs() - viewer.slot(0).lastDecodedNs();
    return Math.max(open, viewer.slot(0).takeLongestPauseNs());
  }

  private static Step step(long seed, String text) {
    String[] rates = text.split(">", -1);
    Conditions high = link("rate=" + rates[0]);
    Conditions low = link("rate=" + rates[1]);
    NetworkScene scene = scene(seed);
    SimulatedClient viewer = scene.watchWithFeedback(high);
    NetworkTrace trace = new NetworkTrace(scene, viewer);
    trace.run(STEP_MS + seed % 5 * 50);
    int encoding = viewer.slot(0).encoding();
    viewer.slot(0).takeLongestPauseNs();
    trace.takeQueue();
    viewer.downlink().conditions(low);
    int from = trace.rows().size();
    double lowerMs = 0;
    for (long ms = 0; ms < STEP_MS; ms += 50) {
      lowerMs += viewer.slot(0).encoding() == encoding && lowerMs == ms ? 50 : 0;
      trace.run(50);
    }
    List<NetworkTrace.Row> rows = trace.rows().subList(from, trace.rows().size());
    double reactMs = STEP_MS;
    double settleMs = 50;
    for (int i = 0; i < rows.size(); i++) {
      double share = (double) rows.get(i).estimateBps() / rows.get(i).capacityBps();
      if (share < 1.05) {
        reactMs = Math.min(reactMs, 50.0 * (i + 1));
      }
      if (i < 200 && (share > 1.1 || share < 0.75 || rows.get(i).queueMs() > 150)) {
        settleMs = 50.0 * (i + 2);
      }
    }
    double pauseMs = pauseNs(scene, viewer) / (double) MS;
    double queueMs = trace.takeQueue().summary().p95Ns() / (double) MS;
    viewer.downlink().conditions(high);
    double backMs = 0;
    while (viewer.slot(0).encoding() != encoding && backMs < STEP_MS) {
      trace.run(50);
      backMs += 50;
    }
    return new Step(reactMs, settleMs, lowerMs, pauseMs, queueMs, backMs);
  }
}
