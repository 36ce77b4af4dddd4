package io.weir.core.pacer;

import io.weir.core.control.PacerStatistics;
import io.weir.core.counter.LatencyHistogram;

/** What a pacer held up and gave up. Worker thread only; counting allocates nothing. */
final class PacerMeter {
  private final LatencyHistogram waits;
  private long longestWaitNs;
  private long longestWaitBeforeNs;
  private long refusedFrames;
  private long givenUpPackets;

  /** A meter that notes each wait in a worker's histogram, too. */
  PacerMeter(LatencyHistogram waits) {
    this.waits = waits;
  }

  /** A video packet left that had waited. */
  void onWaited(long waitedNs) {
    waits.record(waitedNs, 1);
    longestWaitNs = Math.max(longestWaitNs, waitedNs);
  }

  /** A frame was refused. */
  void onRefused() {
    refusedFrames++;
  }

  /** Packets were given up that had waited for this long. */
  void onGivenUp(int packets, long waitedNs) {
    givenUpPackets += packets;
    longestWaitNs = Math.max(longestWaitNs, waitedNs);
  }

  /**
   * Ends a window of what is measured.
   *
   * @param waitingNs how long the first packet has waited that still does, 0 for none
   */
  void sample(long waitingNs) {
    longestWaitBeforeNs = Math.max(longestWaitNs, waitingNs);
    longestWaitNs = 0;
  }

  /** All of it as a record, with what waits now. */
  PacerStatistics statistics(int packets, long bytes) {
    return new PacerStatistics(
        packets,
        bytes,
        Math.max(longestWaitNs, longestWaitBeforeNs),
        refusedFrames,
        givenUpPackets);
  }
}
