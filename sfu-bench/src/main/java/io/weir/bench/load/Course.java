package io.weir.bench.load;

import io.weir.bench.load.Sampler.Sample;
import io.weir.bench.load.report.Figure;
import io.weir.bench.load.report.Interval;
import io.weir.bench.load.report.LoadResult;
import io.weir.bench.load.report.Stage;
import io.weir.bench.load.scenario.Scenario;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What happens in a run, one phase after the other: clients join, a while passes, it is measured.
 * The director's thread only, but for {@link #done}.
 */
final class Course {

  private static final long TICK_NS = TimeUnit.SECONDS.toNanos(1);
  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final String MEASURING = "measuring";

  private final Scenario scenario;
  private final Director director;
  private final Audience people;
  private final Tally tally;
  private final Sampler looks;
  private final Lookout lookout;
  private final Findings findings;
  private final Progress progress;
  private final Function<LoadResult, List<String>> met;
  private final BooleanSupplier stopped;
  private final CompletableFuture<LoadResult> done = new CompletableFuture<>();
  private String phase = "joining";
  private long phaseEndsNs;
  private Instant measuredSince = Instant.now();
  private long settledNs;
  private long warmUpNs;
  private @Nullable Sample begin;
  private final List<Integer> viewers;
  private final List<Stage> stages = new ArrayList<>();
  private @Nullable LoadResult lastStage;
  private boolean finishing;

  /**
   * A course that has not begun.
   *
   * @param people who play, and how they are directed
   * @param looks what is looked at every second, and what is made of it
   * @param met which conditions for failure a result meets
   * @param stopped whether it is to end early
   */
  Course(
      Scenario scenario,
      Players people,
      Looks looks,
      Progress progress,
      Function<LoadResult, List<String>> met,
      BooleanSupplier stopped) {
    this.scenario = scenario;
    this.director = people.director();
    this.people = people.audience();
    this.tally = people.tally();
    this.looks = looks.sampler();
    this.lookout = looks.lookout();
    this.findings = looks.findings();
    this.progress = progress;
    this.met = met;
    this.stopped = stopped;
    this.viewers = scenario.rooms().stages();
  }

  /** Who plays. */
  record Players(Director director, Audience audience, Tally tally) {}

  /** What is looked at. */
  record Looks(Sampler sampler, Lookout lookout, Findings findings) {}

  /** Begins on the director's thread. */
  void start() {
    director.execute(this::begin);
    director.every(TICK_NS, this::tick);
  }

  /** The result, once there is one. */
  CompletableFuture<LoadResult> done() {
    return done;
  }

  private void begin() {
    findings.joiningBegins();
    join(people.startAll());
  }

  private void join(long rampNs) {
    phase = "joining";
    pass(
        rampNs,
        () -> {
          phase = "waiting for the last clients";
          settle();
        });
  }

  /** Waits until nobody is on the way in, which their time-outs see to. */
  private void settle() {
    if (stopped.getAsBoolean()) {
      finish();
    } else if (!people.isSettled()) {
      director.after(LOOK_NS, this::settle);
    } else if (people.joinedNow() == 0) {
      finish();
    } else {
      findings.joiningEnds();
      settledNs = System.nanoTime();
      if (stages.isEmpty()) {
        people.enliven();
      }
      phase = "warming up";
      pass(scenario.timing().warmup().toNanos(), this::measure);
    }
  }

  /** Lets time pass unless the run is stopped. */
  private void pass(long ns, Runnable then) {
    phaseEndsNs = System.nanoTime() + ns;
    pass(then);
  }

  private void pass(Runnable then) {
    long leftNs = phaseEndsNs - System.nanoTime();
    if (stopped.getAsBoolean()) {
      finish();
    } else if (leftNs <= 0) {
      then.run();
    } else {
      director.after(Math.min(LOOK_NS, leftNs), () -> pass(then));
    }
  }

  private void measure() {
    phase = MEASURING;
    warmUpNs = System.nanoTime() - settledNs;
    measuredSince = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    begin = looks.take();
    findings.joiningBegins();
    people.startNewcomers();
    pass(scenario.timing().duration().toNanos(), this::stageOver);
  }

  private void stageOver() {
    if (stages.size() == viewers.size() - 1) {
      finish();
      return;
    }
    phase = "looking at clients";
    Sample end = looks.take();
    if (scenario.bringsPeopleWhileMeasured()) {
      findings.joiningEnds();
    }
    lookout.forEach(Attendee::check);
    director.execute(() -> goOn(end));
  }

  /** To the next stage if this one holds. */
  private void goOn(Sample end) {
    if (finishing) {
      return;
    }
    LoadResult found = result(end);
    if (!stages.getLast().holds() || stopped.getAsBoolean()) {
      finishing = true;
      done.complete(found);
      return;
    }
    lastStage = found;
    begin = null;
    findings.joiningBegins();
    looks.beginStage();
    join(people.startMore(viewers.get(stages.size()) - viewers.get(stages.size() - 1)));
  }

  private void tick() {
    if (finishing) {
      return;
    }
    long joined = people.joinedNow();
    Interval second = looks.tick(Instant.now().getEpochSecond(), phase.equals(MEASURING), joined);
    lookout.tick(looks.last().plane().totals());
    if (looks.last().plane().deadThreads() > 0) {
      finish();
    }
    progress.tick(
        new Progress.Moment(
            viewers.size() > 1
                ? "stage %d of %d, %s".formatted(stages.size() + 1, viewers.size(), phase)
                : phase,
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
      Sample end = looks.take();
      if (begin == null || scenario.bringsPeopleWhileMeasured()) {
        findings.joiningEnds();
      }
      lookout.forEach(Attendee::check);
      director.execute(() -> complete(end));
    } catch (RuntimeException e) {
      done.completeExceptionally(e);
    }
  }

  private void complete(Sample end) {
    try {
      LoadResult before = lastStage;
      done.complete(
          begin == null && before != null
              ? before.with(looks.intervals(), stages) // It ended on the way to the next stage.
              : result(end));
    } catch (RuntimeException e) {
      done.completeExceptionally(e);
    }
  }

  /** What was found until then, which ends a stage. */
  private LoadResult result(Sample end) {
    Judge.Ending ending =
        new Judge.Ending(begin != null, stopped.getAsBoolean(), looks.isServerGone());
    Sample start = begin == null ? end : begin;
    LoadResult found =
        findings.result(new Findings.Measured(measuredSince, warmUpNs, start, end), ending);
    if (viewers.size() > 1) {
      stages.add(new Stage(found.with(List.of(), List.of()), met.apply(found)));
    }
    return found.with(looks.intervals(), stages);
  }
}
