package io.weir.bench.load;

import io.weir.bench.load.report.Interval;

/** Who is told every second how a run goes. The director's thread calls it. */
interface Progress {

  /** Nobody. */
  Progress NONE = moment -> {};

  void tick(Moment moment);

  /**
   * How a run stands.
   *
   * @param phase what is being done
   * @param leftNs how long it will go on
   * @param joined clients that are in
   * @param planned clients of the scenario
   * @param failed clients that did not get in, or were lost
   * @param second the last second
   */
  record Moment(
      String phase, long leftNs, long joined, long planned, long failed, Interval second) {}
}
