package io.weir.bench.load.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * One number that a result answers: what reports show, {@code compare} compares and conditions ask
 * for. Immutable.
 */
public final class Measure {

  /** Which way is worse. */
  public enum Worse {
    HIGHER,
    LOWER,
    NEITHER
  }

  private static final double US_PER_SECOND = 1e6;
  private static final int BITS_PER_BYTE = 8;
  private static final double PERMILLE = 1000;
  private static final Map<String, Double> PERCENTILES = percentiles();
  private static final Map<String, Measure> ALL = all();

  private final String name;
  private final Unit unit;
  private final Worse worse;
  private final String meaning;
  private final ToDoubleFunction<LoadResult> value;

  private Measure(
      String name, Unit unit, Worse worse, String meaning, ToDoubleFunction<LoadResult> value) {
    this.name = name;
    this.unit = unit;
    this.worse = worse;
    this.meaning = meaning;
    this.value = value;
  }

  /** Every measure, in the order in which reports list them. */
  public static List<Measure> values() {
    return List.copyOf(ALL.values());
  }

  public static Optional<Measure> find(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  /** One that is known to exist. */
  static Measure named(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException(name));
  }

  /** As conditions write it, for instance {@code delay.p99}. */
  public String name() {
    return name;
  }

  Unit unit() {
    return unit;
  }

  public Worse worse() {
    return worse;
  }

  public String meaning() {
    return meaning;
  }

  /** Its value; nothing when the test did not measure it. */
  public OptionalDouble of(LoadResult result) {
    double found = value.applyAsDouble(result);
    return Double.isNaN(found) ? OptionalDouble.empty() : OptionalDouble.of(found);
  }

  /** Its value for people. */
  public String text(LoadResult result) {
    return unit.format(value.applyAsDouble(result));
  }

  private static Map<String, Double> percentiles() {
    Map<String, Double> percentiles = new LinkedHashMap<>();
    percentiles.put("p50", 50.0);
    percentiles.put("p90", 90.0);
    percentiles.put("p95", 95.0);
    percentiles.put("p99", 99.0);
    percentiles.put("p999", 99.9);
    percentiles.put("max", 100.0);
    return percentiles;
  }

  private static Map<String, Measure> all() {
    List<Measure> list = new ArrayList<>();
    addHeadlines(list);
    for (Figure figure : Figure.values()) {
      list.add(ofFigure(figure));
    }
    for (Timing timing : Timing.values()) {
      addTiming(list, timing);
    }
    Map<String, Measure> map = new LinkedHashMap<>();
    list.forEach(measure -> map.put(measure.name, measure));
    return map;
  }

  private static void addHeadlines(List<Measure> list) {
    list.add(
        new Measure(
            "cpuPerPacket",
            Unit.MICROSECONDS,
            Worse.HIGHER,
            "server CPU µs per delivered packet",
            result ->
                result.has(Figure.SERVER_CPU_US)
                    ? ratio(result, Figure.SERVER_CPU_US, Figure.RECEIVED_PACKETS)
                    : Double.NaN));
    list.add(
        new Measure(
            "server.cpu",
            Unit.CORES,
            Worse.HIGHER,
            "cores that the server kept busy",
            result ->
                result.has(Figure.SERVER_CPU_US)
                    ? ratio(result, Figure.SERVER_CPU_US, Figure.MEASURED_US)
                    : Double.NaN));
    list.add(
        new Measure(
            "server.rssPerViewer",
            Unit.BYTES,
            Worse.HIGHER,
            "what the server's resident memory grew by since before the first client, by viewers",
            result ->
                result.has(Figure.SERVER_RSS_BEFORE)
                        && result.has(Figure.SERVER_RSS)
                        && result.of(Figure.CLIENTS_WATCHING) > 0
                    ? (double) (result.of(Figure.SERVER_RSS) - result.of(Figure.SERVER_RSS_BEFORE))
                        / result.of(Figure.CLIENTS_WATCHING)
                    : Double.NaN));
    list.add(
        new Measure(
            "loss",
            Unit.SHARE,
            Worse.HIGHER,
            "share of the expected packets that never came",
            result -> ratio(result, Figure.LOST, Figure.EXPECTED)));
    list.add(
        new Measure(
            "joined",
            Unit.SHARE,
            Worse.LOWER,
            "share of the clients that joined",
            result -> ratio(result, Figure.CLIENTS_JOINED, Figure.CLIENTS_STARTED)));
    list.add(
        rate(
            "bitrate.sent",
            Unit.BITS_PER_SECOND,
            Worse.NEITHER,
            "what publishers sent together",
            Figure.SENT_BYTES));
    list.add(
        rate(
            "bitrate.received",
            Unit.BITS_PER_SECOND,
            Worse.LOWER,
            "what viewers received together",
            Figure.RECEIVED_BYTES));
    list.add(
        rate(
            "packets.sent",
            Unit.PER_SECOND,
            Worse.NEITHER,
            "packets that publishers sent together",
            Figure.SENT_PACKETS));
    list.add(
        rate(
            "packets.received",
            Unit.PER_SECOND,
            Worse.LOWER,
            "packets that viewers received together",
            Figure.RECEIVED_PACKETS));
    list.add(
        new Measure(
            "undecodable",
            Unit.SHARE,
            Worse.HIGHER,
            "share of the frames that no decoder could show",
            result -> {
              double given = result.of(Figure.FRAMES_UNDECODABLE);
              double all = given + result.of(Figure.FRAMES);
              return all == 0 ? Double.NaN : given / all;
            }));
    list.add(
        new Measure(
            "tester.cpu",
            Unit.CORES,
            Worse.NEITHER,
            "cores that the tester kept busy",
            result -> ratio(result, Figure.TESTER_CPU_US, Figure.MEASURED_US)));
  }

  /** An amount per second of the measured time; of bytes, in bits. */
  private static Measure rate(String name, Unit unit, Worse worse, String meaning, Figure figure) {
    int factor = unit == Unit.BITS_PER_SECOND ? BITS_PER_BYTE : 1;
    return new Measure(
        name,
        unit,
        worse,
        meaning,
        result -> US_PER_SECOND * factor * ratio(result, figure, Figure.MEASURED_US));
  }

  private static Measure ofFigure(Figure figure) {
    boolean bytes =
        figure == Figure.SERVER_RSS
            || figure == Figure.SERVER_RSS_BEFORE
            || figure == Figure.SERVER_PSS
            || figure == Figure.SENT_BYTES
            || figure == Figure.RECEIVED_BYTES;
    if (figure == Figure.TESTER_BUSIEST_PERMILLE) {
      return new Measure(
          figure.key(),
          Unit.SHARE,
          Worse.NEITHER,
          "share of time that the busiest media thread worked",
          result -> figure(result, figure) / PERMILLE);
    }
    if (figure.key().endsWith(".us")) {
      return new Measure(
          figure.key().substring(0, figure.key().length() - ".us".length()) + ".time",
          Unit.SECONDS,
          worse(figure),
          figure.meaning().replace(", in µs", ""),
          result -> figure(result, figure) / US_PER_SECOND);
    }
    return new Measure(
        figure.key(),
        bytes ? Unit.BYTES : Unit.COUNT,
        worse(figure),
        figure.meaning().replace(", in bytes", ""),
        result -> figure(result, figure));
  }

  private static Worse worse(Figure figure) {
    return switch (figure) {
      case CLIENTS_FAILED,
          CLIENTS_LOST,
          RECONNECTS_FAILED,
          JOIN_WITHOUT_FRAME,
          LOST,
          DUPLICATES,
          REORDERED,
          REFUSED,
          FRAMES_UNDECODABLE,
          FREEZES,
          FROZEN_US,
          LONGEST_GAP_US,
          NACKS_SENT,
          NACKS_RECEIVED,
          PLIS_SENT,
          PLIS_RECEIVED,
          SERVER_RSS,
          SERVER_PSS,
          SERVER_THREADS,
          SERVER_DROPPED ->
          Worse.HIGHER;
      case CLIENTS_JOINED, FRAMES -> Worse.LOWER;
      default -> Worse.NEITHER;
    };
  }

  private static double figure(LoadResult result, Figure figure) {
    return result.has(figure) ? result.of(figure) : Double.NaN;
  }

  private static void addTiming(List<Measure> list, Timing timing) {
    Worse worse = timing == Timing.TESTER_SIGNALING ? Worse.NEITHER : Worse.HIGHER;
    list.add(
        new Measure(
            timing.key() + ".count",
            Unit.COUNT,
            Worse.NEITHER,
            "number of times: " + timing.meaning(),
            result -> result.of(timing).count()));
    list.add(
        new Measure(
            timing.key() + ".mean",
            Unit.SECONDS,
            worse,
            "mean time " + timing.meaning(),
            result -> seconds(result.of(timing), result.of(timing).mean())));
    PERCENTILES.forEach((suffix, percent) ->
        list.add(
            new Measure(
                timing.key() + "." + suffix,
                Unit.SECONDS,
                worse,
                (percent == 100 ? "longest time " : percent + "th percentile of the time ")
                    + timing.meaning(),
                result ->
                    seconds(result.of(timing), (double) result.of(timing).percentile(percent)))));
  }

  private static double seconds(Distribution distribution, double microseconds) {
    return distribution.isEmpty() ? Double.NaN : microseconds / US_PER_SECOND;
  }

  private static double ratio(LoadResult result, Figure part, Figure whole) {
    return result.of(whole) == 0 ? Double.NaN : (double) result.of(part) / result.of(whole);
  }
}
