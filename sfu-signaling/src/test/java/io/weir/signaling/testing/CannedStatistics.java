package io.weir.signaling.testing;

import io.weir.core.control.LatencyStatistics;
import io.weir.core.control.PacketCount;
import io.weir.core.control.ParticipantStatistics;
import io.weir.core.control.WorkerStatistics;
import io.weir.signaling.session.MediaStatistics;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Measurements that a test invents. */
public final class CannedStatistics implements MediaStatistics {

  private final List<ParticipantStatistics> participants = new CopyOnWriteArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean answering = true;

  /** Adds what is measured of somebody. */
  public void add(ParticipantStatistics measured) {
    participants.add(measured);
  }

  /** How often it was asked. */
  public int asked() {
    return asked.get();
  }

  /** Says whether the one worker answers. */
  public void answering(boolean answers) {
    answering = answers;
  }

  @Override
  public CompletionStage<List<WorkerStatistics>> collect(@Nullable String room) {
    asked.incrementAndGet();
    List<ParticipantStatistics> known = answering ? List.copyOf(participants) : List.of();
    return CompletableFuture.completedFuture(
        List.of(new WorkerStatistics(0, answering, 0.25, 90, 100, known)));
  }

  @Override
  public List<PacketCount> counts() {
    return List.of(
        new PacketCount("received", "Datagrams read", false, 1000),
        new PacketCount("received_bytes", "Bytes read", false, 900_000),
        new PacketCount("sent", "Datagrams sent", false, 2000),
        new PacketCount("nacks_received", "NACKs", false, 7),
        new PacketCount("handshakes_completed", "Handshakes", false, 3),
        new PacketCount("srtp_replayed", "Replays", true, 5),
        new PacketCount("no_path", "No path", true, 0));
  }

  @Override
  public List<Double> busyRatios() {
    return List.of(0.25);
  }

  @Override
  public List<Integer> freePackets() {
    return List.of(90);
  }

  @Override
  public LatencyStatistics forwardLatency() {
    return new LatencyStatistics(List.of(100_000L, 1_000_000L), List.of(5L, 3L, 1L), 4_000_000L);
  }

  @Override
  public LatencyStatistics pacerWaits() {
    return new LatencyStatistics(
        List.of(5_000_000L, 50_000_000L), List.of(2L, 1L, 0L), 30_000_000L);
  }
}
