package io.weir.signaling.session;

import io.weir.core.control.LatencyStatistics;
import io.weir.core.control.PacketCount;
import io.weir.core.control.WorkerStatistics;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What a media plane measures. Any thread; no method waits. */
public interface MediaStatistics {

  /**
   * Asks the media workers for everybody, or for those of one room. The answer always comes, within
   * a few seconds, and may come on a worker's thread.
   */
  CompletionStage<List<WorkerStatistics>> collect(@Nullable String room);

  /** Every counter's sum over all workers. */
  List<PacketCount> counts();

  /** Which share of its time each worker was busy lately, 0 to 1. */
  List<Double> busyRatios();

  /** How many packets of its pool each worker had free lately. */
  List<Integer> freePackets();

  /** How long packets took from socket to socket. */
  LatencyStatistics forwardLatency();

  /** How long video waited before subscribers' links, where it had to. */
  LatencyStatistics pacerWaits();
}
