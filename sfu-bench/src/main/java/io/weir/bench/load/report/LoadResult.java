package io.weir.bench.load.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that a load test found. Immutable; results of testers that ran together add up.
 *
 * @param name of the scenario
 * @param target what was tested, for instance {@code Weir at http://127.0.0.1:8080}
 * @param tester version and machine of the tester
 * @param startedAt when the measured time began
 * @param settings of the scenario that differ from the defaults
 * @param figures what was counted in the measured time, and the clients of the whole test
 * @param timings what took how long
 * @param failures of clients that did not join
 * @param intervals second by second, the whole test
 * @param verdict whether to believe it
 * @param srtp what encrypted
 * @param stages of a test that was measured several times, in their order; figures above are the
 *     last one's. Empty for others
 */
public record LoadResult(
    String name,
    String target,
    String tester,
    Instant startedAt,
    Map<String, String> settings,
    Map<Figure, Long> figures,
    Map<Timing, Distribution> timings,
    List<Failure> failures,
    List<Interval> intervals,
    Verdict verdict,
    Srtp srtp,
    List<Stage> stages) {

  /** Of the longer of two measured times, at least this share must be common to both. */
  private static final double LEAST_OVERLAP = 0.8;

  public LoadResult {
    settings = Map.copyOf(settings);
    figures = Map.copyOf(figures);
    timings = Map.copyOf(timings);
    failures = List.copyOf(failures);
    intervals = List.copyOf(intervals);
    stages = List.copyOf(stages);
  }

  /** Of media that nothing is known of but figures. */
  public LoadResult(
      String name,
      String target,
      String tester,
      Instant startedAt,
      Map<String, String> settings,
      Map<Figure, Long> figures,
      Map<Timing, Distribution> timings,
      List<Failure> failures,
      List<Interval> intervals,
      Verdict verdict) {
    this(
        name, target, tester, startedAt, settings, figures, timings, failures, intervals, verdict,
        Srtp.NONE, List.of());
  }

  /** 0 when it was not counted. */
  public long of(Figure figure) {
    return figures.getOrDefault(figure, 0L);
  }

  public boolean has(Figure figure) {
    return figures.containsKey(figure);
  }

  public Distribution of(Timing timing) {
    return timings.getOrDefault(timing, Distribution.empty());
  }

  /** The same of a target, with what else a reader should know. */
  public LoadResult of(String what, List<String> notes) {
    Verdict noted = verdict.plus(new Verdict(List.of(), notes));
    return new LoadResult(
        name, what, tester, startedAt, settings, figures, timings, failures, intervals, noted, srtp,
        stages);
  }

  /** The same with the stages that led to it. */
  public LoadResult with(List<Interval> seconds, List<Stage> those) {
    return new LoadResult(
        name, target, tester, startedAt, settings, figures, timings, failures, seconds, verdict,
        srtp, those);
  }

  /** What this and another tester found at the same time; the order does not matter for figures. */
  public LoadResult plus(LoadResult other) {
    Map<Figure, Long> sum = new EnumMap<>(Figure.class);
    sum.putAll(figures);
    other.figures.forEach((figure, value) -> sum.merge(figure, value, figure::merge));
    Map<Timing, Distribution> times = new EnumMap<>(Timing.class);
    times.putAll(timings);
    other.timings.forEach((timing, value) -> times.merge(timing, value, Distribution::plus));
    return new LoadResult(
        join(name, other.name),
        join(target, other.target),
        join(tester, other.tester),
        startedAt.isBefore(other.startedAt) ? startedAt : other.startedAt,
        union(settings, other.settings),
        sum,
        times,
        add(failures, other.failures),
        zip(intervals, other.intervals),
        verdict.plus(other.verdict).plus(new Verdict(apart(other), List.of())),
        srtp.plus(other.srtp),
        Stage.zip(stages, other.stages));
  }

  /** The server's CPU time belongs to packets of one time: says so when there were two. */
  private List<String> apart(LoadResult other) {
    long mineUs = of(Figure.MEASURED_US);
    long otherUs = other.of(Figure.MEASURED_US);
    if (mineUs == 0 || otherUs == 0) {
      return List.of(); // Nothing was measured, which is said already.
    }
    long laterUs = ChronoUnit.MICROS.between(startedAt, other.startedAt);
    long commonUs = Math.min(mineUs, laterUs + otherUs) - Math.max(0, laterUs);
    return commonUs < LEAST_OVERLAP * Math.max(mineUs, otherUs)
        ? List.of(
            "The testers did not measure at the same time, so that sums and the server's CPU time"
                + " per packet mean nothing: start them together.")
        : List.of();
  }

  /** Parts that differ, with a plus between them. */
  static String join(String first, String second) {
    List<String> parts = new ArrayList<>(List.of(first.split(" \\+ ", -1)));
    for (String part : second.split(" \\+ ", -1)) {
      if (!parts.contains(part)) {
        parts.add(part);
      }
    }
    return String.join(" + ", parts);
  }

  private static Map<String, String> union(Map<String, String> first, Map<String, String> second) {
    Map<String, String> all = new TreeMap<>(first);
    second.forEach((key, value) -> all.merge(key, value, LoadResult::join));
    return all;
  }

  private static List<Failure> add(List<Failure> first, List<Failure> second) {
    Map<Failure, Long> counts = new LinkedHashMap<>();
    for (List<Failure> failures : List.of(first, second)) {
      for (Failure failure : failures) {
        Failure kind = new Failure(failure.step(), failure.cause(), 0);
        counts.merge(kind, failure.count(), Long::sum);
      }
    }
    return counts.entrySet().stream()
        .map(entry -> new Failure(entry.getKey().step(), entry.getKey().cause(), entry.getValue()))
        .toList();
  }

  private static List<Interval> zip(List<Interval> first, List<Interval> second) {
    Map<Long, Interval> seconds = new TreeMap<>();
    first.forEach(interval -> seconds.merge(interval.epochSecond(), interval, Interval::plus));
    second.forEach(interval -> seconds.merge(interval.epochSecond(), interval, Interval::plus));
    return List.copyOf(seconds.values());
  }
}
