package io.weir.bench.peers;

import java.time.Duration;

/**
 * How long a comparison will go on: what it plans to do, and how long that took so far. One thread.
 */
final class Schedule {
  /** To start and end a server and a load tester, until it is known. */
  private static final long OVERHEAD_SECONDS = 12;

  private final int warmUpSeconds;
  private final int seconds;
  private long plannedSeconds;
  private long doneSeconds;
  private Duration taken = Duration.ZERO;

  /**
   * A schedule of nothing yet.
   *
   * @param warmUpSeconds of each run
   * @param seconds that are measured in each
   */
  Schedule(int warmUpSeconds, int seconds) {
    this.warmUpSeconds = warmUpSeconds;
    this.seconds = seconds;
  }

  /** Plans runs of a load. */
  void plan(PeerLoad load, int runs) {
    plannedSeconds += runs * of(load);
  }

  /** A run of a load is over. */
  void done(PeerLoad load, Duration took) {
    doneSeconds += of(load);
    taken = taken.plus(took);
  }

  private long of(PeerLoad load) {
    return load.rampSeconds() + warmUpSeconds + seconds + OVERHEAD_SECONDS;
  }

  /** What is left, by how the runs so far kept to the plan. */
  Duration left() {
    double pace = doneSeconds == 0 ? 1 : taken.toMillis() / 1000.0 / doneSeconds;
    return Duration.ofSeconds(Math.round((plannedSeconds - doneSeconds) * pace));
  }

  /** The same for people. */
  String leftText() {
    long left = left().toSeconds();
    return left < 90 ? left + " s left" : Math.round(left / 60.0) + " min left";
  }
}
