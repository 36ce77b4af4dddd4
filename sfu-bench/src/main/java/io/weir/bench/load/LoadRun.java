package io.weir.bench.load;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.weir.bench.load.media.MediaPlane;
import io.weir.bench.load.media.MediaPlaneSettings;
import io.weir.bench.load.report.Distribution;
import io.weir.bench.load.report.LoadResult;
import io.weir.bench.load.scenario.Scenario;
import io.weir.bench.load.signal.LoopWatch;
import io.weir.bench.load.signal.Rehearsal;
import io.weir.bench.load.signal.Signaling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One load test from the first client to the result. {@link #run} blocks the calling thread; {@link
 * #stop} may come from any.
 */
public final class LoadRun {

  private static final int EVENT_LOOPS = 2;
  private static final int FAREWELL_SECONDS = 10;

  private final Scenario scenario;
  private final Target target;
  private final Progress progress;
  private final Function<LoadResult, List<String>> met;
  private final Director director = new Director();
  private volatile boolean stopped;

  /** A run that has not begun. */
  LoadRun(Scenario scenario, Target target, Progress progress) {
    this(scenario, target, progress, result -> List.of());
  }

  /**
   * A run that has not begun.
   *
   * @param met which conditions for failure a result meets; then a stage does not hold
   */
  LoadRun(
      Scenario scenario, Target target, Progress progress, Function<LoadResult, List<String>> met) {
    this.scenario = scenario;
    this.target = target;
    this.progress = progress;
    this.met = met;
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
    MediaPlaneSettings settings = settings();
    try (MediaPlane media = MediaPlane.start(settings);
        Signaling signaling = target.signaling(vertx, scenario.rooms());
        director) {
      Rehearsal.play(vertx);
      Tally tally = new Tally(scenario.video().isSent() && scenario.rooms().tiles() > 0);
      Audience people = new Audience(scenario, media, signaling, director, tally, () -> stopped);
      Course.Players players = new Course.Players(director, people, tally);
      Lookout lookout = new Lookout(media, people);
      ServerWatch server = new ServerWatch(target.pid(), target.metrics());
      Sampler looks = new Sampler(media::snapshot, server);
      LoopWatch loops = LoopWatch.of(vertx, EVENT_LOOPS, Distribution.DIGITS);
      Findings findings =
          new Findings(
              scenario, players, looks, lookout, loops::lateness, settings.srtp().get().name());
      Course course =
          new Course(
              scenario,
              players,
              new Course.Looks(looks, lookout, findings),
              progress,
              met,
              () -> stopped);
      course.start();
      LoadResult result = course.done().join();
      farewell(people);
      return result.of(signaling.description(), signaling.notes());
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private MediaPlaneSettings settings() throws IOException {
    return Local.settings(target.host(), target.localAddress(), scenario.threads());
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
