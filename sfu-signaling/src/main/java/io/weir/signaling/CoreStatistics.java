package io.weir.signaling;

import io.weir.core.control.LatencyStatistics;
import io.weir.core.control.PacketCount;
import io.weir.core.control.WorkerStatistics;
import io.weir.core.server.ServerStatistics;
import io.weir.signaling.session.MediaStatistics;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The core's measurements as signaling sees them. Any thread. */
record CoreStatistics(ServerStatistics core) implements MediaStatistics {

  @Override
  public CompletionStage<List<WorkerStatistics>> collect(@Nullable String room) {
    return core.collect(room);
  }

  @Override
  public List<PacketCount> counts() {
    return core.counts();
  }

  @Override
  public List<Double> busyRatios() {
    return core.busyRatios();
  }

  @Override
  public List<Integer> freePackets() {
    return core.freePackets();
  }

  @Override
  public LatencyStatistics forwardLatency() {
    return core.forwardLatency();
  }

  @Override
  public LatencyStatistics pacerWaits() {
    return core.pacerWaits();
  }
}
