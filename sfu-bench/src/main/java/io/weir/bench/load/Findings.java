package io.weir.bench.load;

import io.weir.bench.load.Sampler.Sample;
import io.weir.bench.load.report.Distribution;
import io.weir.bench.load.report.Figure;
import io.weir.bench.load.report.Interval;
import io.weir.bench.load.report.LoadResult;
import io.weir.bench.load.report.Srtp;
import io.weir.bench.load.report.Timing;
import io.weir.bench.load.scenario.Scenario;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** Makes a result of what was counted between two moments. The director's thread only. */
final class Findings {

  private final Scenario scenario;
  private final Audience people;
  private final Tally tally;
  private final Sampler looks;
  private final Lookout lookout;
  private final Supplier<Histogram> signalingLateness;
  private final String srtpEngine;
  private final List<String> notes;
  private final Histogram latenessOfJoins = new Histogram(Distribution.DIGITS);
  private Histogram latenessBefore;

  /**
   * Findings of a run that begins.
   *
   * @param signalingLateness how late the tester's signaling was at each moment so far, in µs
   * @param srtpEngine what encrypts at the tester
   */
  Findings(
      Scenario scenario,
      Course.Players players,
      Sampler looks,
      Lookout lookout,
      Supplier<Histogram> signalingLateness,
      String srtpEngine) {
    this.scenario = scenario;
    this.people = players.audience();
    this.tally = players.tally();
    this.looks = looks;
    this.lookout = lookout;
    this.signalingLateness = signalingLateness;
    this.srtpEngine = srtpEngine;
    this.notes = looks.complaints();
    this.latenessBefore = signalingLateness.get();
  }

  /** To be called when clients were joining until now, and are no more. */
  void joiningEnds() {
    Histogram now = signalingLateness.get();
    latenessOfJoins.add(Sampler.difference(latenessBefore, now));
    latenessBefore = now;
  }

  /** To be called when clients begin to join. */
  void joiningBegins() {
    latenessBefore = signalingLateness.get();
  }

  /**
   * What was measured.
   *
   * @param startedAt when it began
   * @param warmUpNs how long before that the last client had joined
   * @param start how it was then
   * @param end how it was when it was over
   */
  record Measured(Instant startedAt, long warmUpNs, Sample start, Sample end) {}

  /** The result. */
  LoadResult result(Measured measured, Judge.Ending ending) {
    Sample start = measured.start();
    Sample end = measured.end();
    Tally counted = tally.copy();
    Map<String, Long> profiles = new TreeMap<>();
    Starvation starvation = lookAtClients(counted, profiles);
    Map<Figure, Long> figures = new EnumMap<>(Figure.class);
    figures.putAll(counted.figures());
    figures.putAll(Sampler.media(start.plane(), end.plane()));
    Sampler.server(start, end, figures);
    figures.put(Figure.WARM_UP_US, TimeUnit.NANOSECONDS.toMicros(measured.warmUpNs()));
    figures.put(Figure.CLIENTS_WATCHING, people.watchingNow());
    if (looks.first().server().rssBytes() > 0) {
      figures.put(Figure.SERVER_RSS_BEFORE, looks.first().server().rssBytes());
    }
    Saturation saturation = new Saturation(start.plane(), end.plane());
    figures.putAll(saturation.figures());
    for (Interval interval : looks.measured()) {
      figures.computeIfPresent(Figure.SERVER_RSS, (key, rss) -> Math.max(rss, interval.of(key)));
      figures.computeIfPresent(
          Figure.SERVER_THREADS, (key, threads) -> Math.max(threads, interval.of(key)));
    }
    if (looks.greatestPss() > 0) {
      figures.put(Figure.SERVER_PSS, looks.greatestPss());
    }
    Map<Timing, Distribution> timings = new EnumMap<>(Timing.class);
    timings.putAll(counted.timings());
    delays(start, end, timings);
    timings.put(Timing.TESTER_SIGNALING, Distribution.of(signalingLateness.get()));
    SignalingLag lag =
        new SignalingLag(
            latenessOfJoins, timings.getOrDefault(Timing.JOIN_SIGNALING, Distribution.empty()));
    return new LoadResult(
        scenario.name(),
        "",
        Local.description(),
        measured.startedAt(),
        scenario.settings(),
        figures,
        timings,
        counted.failures(),
        looks.intervals(),
        new Judge(scenario, figures).verdict(ending, saturation, lag, starvation, notes),
        new Srtp(profiles, srtpEngine, looks.serverSrtpEngine()),
        List.of());
  }

  /** Counts what joining took and how media is encrypted, and finds out who is still served. */
  private Starvation lookAtClients(Tally counted, Map<String, Long> profiles) {
    Starvation starvation = new Starvation(scenario);
    lookout.forEach((client, snapshot) -> {
      if (client.state() == Attendee.State.JOINED) {
        counted.joined(client.role(), snapshot);
        profiles.merge(snapshot.srtpProfile(), 1L, Long::sum);
        starvation.add(client.room(), client.role(), snapshot);
      }
    });
    return starvation;
  }

  private static void delays(Sample start, Sample end, Map<Timing, Distribution> timings) {
    Histogram audio = Sampler.difference(start.plane().audioDelay(), end.plane().audioDelay());
    Histogram video = Sampler.difference(start.plane().videoDelay(), end.plane().videoDelay());
    Distribution audioDelay = Distribution.of(audio);
    Distribution videoDelay = Distribution.of(video);
    timings.put(Timing.DELAY_AUDIO, audioDelay);
    timings.put(Timing.DELAY_VIDEO, videoDelay);
    timings.put(Timing.DELAY, audioDelay.plus(videoDelay));
  }
}
