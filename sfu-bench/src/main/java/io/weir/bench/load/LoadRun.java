package io.weir.bench.load;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.weir.bench.load.Sampler.Sample;
import io.weir.bench.load.media.MediaPlane;
import io.weir.bench.load.media.MediaPlaneSettings;
import io.weir.bench.load.report.Distribution;
import io.weir.bench.load.report.Figure;
import io.weir.bench.load.report.Interval;
import io.weir.bench.load.report.LoadResult;
import io.weir.bench.load.report.Timing;
import io.weir.bench.load.scenario.Scenario;
import io.weir.bench.load.signal.Rehearsal;
import io.weir.bench.load.signal.Signaling;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One load test from the first client to the result. {@link #run} blocks the calling thread; {@link
 * #stop} may come from any.
 */
public final class LoadRun {

  private static final long TICK_NS = TimeUnit.SECONDS.toNanos(1);
  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int EVENT_LOOPS = 2;
  private static final int FAREWELL_SECONDS = 10;

  private final Scenario scenario;
  private final Target target;
  private final Progress progress;
  private final Tally tally;
  private final Director director = new Director();
  private final CompletableFuture<LoadResult> done = new CompletableFuture<>();
  private final List<String> notes = new ArrayList<>();
  private volatile boolean stopped;
  private String phase = "joining";
  private long phaseEndsNs;
  private Instant measuredSince = Instant.now();
  private @Nullable Sample begin;
  private @Nullable Sampler sampler;
  private @Nullable Lookout lookout;
  private boolean finishing;

  /** A run that has not begun. */
  LoadRun(Scenario scenario, Target target, Progress progress) {
    this.scenario = scenario;
    this.target = target;
    this.progress = progress;
    this.tally = new Tally(scenario.video().isSent() && scenario.rooms().tiles() > 0);
  }

  /** Ends it early and in order: what was measured so far becomes the result. */
  void stop() {
    stopped = true;
  }

  /**
   * Plays the scenario; blocks until everybody has left.
   *
   * @throws IOException if the tester itself cannot start
   */
  LoadResult run() throws IOException {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS));
    try (MediaPlane media = MediaPlane.start(settings());
        Signaling signaling = target.signaling(vertx, scenario.rooms());
        director) {
      Rehearsal.play(vertx);
      Audience people = new Audience(scenario, media, signaling, director, tally, () -> stopped);
      lookout = new Lookout(media, people);
      ServerWatch server = new ServerWatch(target.pid(), target.metrics());
      notes.addAll(server.complaints());
      Sampler looks = new Sampler(media::snapshot, server);
      sampler = looks;
      director.execute(() -> begin(people));
      director.every(TICK_NS, () -> tick(looks, people));
      LoadResult result = done.join();
      farewell(people);
      return result.of(signaling.description(), signaling.notes());
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private MediaPlaneSettings settings() throws IOException {
    return Local.settings(target.host(), target.localAddress(), scenario.threads());
  }

  private void begin(Audience people) {
    long rampNs = people.startAll();
    pass(
        rampNs,
        () -> {
          phase = "waiting for the last clients";
          settle(people);
        });
  }

  /** Waits until nobody is on the way in, which their time-outs see to. */
  private void settle(Audience people) {
    if (stopped) {
      finish();
    } else if (!people.isSettled()) {
      director.after(LOOK_NS, () -> settle(people));
    } else if (people.joinedNow() == 0) {
      finish();
    } else {
      people.enliven();
      phase = "warming up";
      pass(scenario.timing().warmup().toNanos(), () -> measure(people));
    }
  }

  /** Lets time pass unless the run is stopped. */
  private void pass(long ns, Runnable then) {
    phaseEndsNs = System.nanoTime() + ns;
    pass(then);
  }

  private void pass(Runnable then) {
    long leftNs = phaseEndsNs - System.nanoTime();
    if (stopped) {
      finish();
    } else if (leftNs <= 0) {
      then.run();
    } else {
      director.after(Math.min(LOOK_NS, leftNs), () -> pass(then));
    }
  }

  private void measure(Audience people) {
    phase = "measuring";
    measuredSince = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    begin = sampler().take();
    people.startNewcomers();
    pass(scenario.timing().duration().toNanos(), this::finish);
  }

  private Lookout lookout() {
    Lookout present = lookout;
    if (present == null) {
      throw new IllegalStateException("the run has not begun");
    }
    return present;
  }

  private Sampler sampler() {
    Sampler present = sampler;
    if (present == null) {
      throw new IllegalStateException("the run has not begun");
    }
    return present;
  }

  private void tick(Sampler looks, Audience people) {
    if (finishing) {
      return;
    }
    long joined = people.joinedNow();
    Interval second = looks.tick(Instant.now().getEpochSecond(), phase.equals("measuring"), joined);
    lookout().tick(looks.last().plane().totals());
    if (looks.last().plane().deadThreads() > 0) {
      finish();
    }
    progress.tick(
        new Progress.Moment(
            phase,
            Math.max(0, phaseEndsNs - System.nanoTime()),
            joined,
            tally.of(Figure.CLIENTS_PLANNED),
            tally.of(Figure.CLIENTS_FAILED) + tally.of(Figure.CLIENTS_LOST),
            second));
  }

  /** Once; clients that turn out to be lost say so before the result is made. */
  private void finish() {
    if (finishing) {
      return;
    }
    finishing = true;
    try {
      Sample end = sampler().take();
      lookout().forEach(Attendee::check);
      director.execute(() -> complete(end));
    } catch (RuntimeException e) {
      done.completeExceptionally(e);
    }
  }

  private void complete(Sample end) {
    try {
      done.complete(result(end));
    } catch (RuntimeException e) {
      done.completeExceptionally(e);
    }
  }

  private LoadResult result(Sample end) {
    Sampler looks = sampler();
    Sample start = begin == null ? end : begin;
    Starvation starvation = lookAtClients();
    Map<Figure, Long> figures = new EnumMap<>(Figure.class);
    figures.putAll(tally.figures());
    figures.putAll(Sampler.media(start.plane(), end.plane()));
    Sampler.server(start, end, figures);
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
    timings.putAll(tally.timings());
    delays(start, end, timings);
    Judge.Ending ending = new Judge.Ending(begin != null, stopped, looks.isServerGone());
    return new LoadResult(
        scenario.name(),
        "",
        Local.description(),
        measuredSince,
        scenario.settings(),
        figures,
        timings,
        tally.failures(),
        looks.intervals(),
        new Judge(scenario, figures).verdict(ending, saturation, starvation, notes));
  }

  /** Counts what joining took, and finds out who is still served. */
  private Starvation lookAtClients() {
    Starvation starvation = new Starvation(scenario);
    lookout()
        .forEach((client, snapshot) -> {
          if (client.state() == Attendee.State.JOINED) {
            tally.joined(client.role(), snapshot);
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

  /** Lets everybody leave in order, for some seconds at most. */
  private void farewell(Audience people) {
    CompletableFuture<Void> gone = new CompletableFuture<>();
    director.execute(() -> {
      List<Future<Void>> all = new ArrayList<>();
      people.clients().forEach(client -> all.add(client.leave()));
      Future.join(all).onComplete(result -> gone.complete(null));
    });
    gone.completeOnTimeout(null, FAREWELL_SECONDS, TimeUnit.SECONDS).join();
  }
}
