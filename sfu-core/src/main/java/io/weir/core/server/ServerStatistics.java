package io.weir.core.server;

import io.weir.core.control.LatencyStatistics;
import io.weir.core.control.PacketCount;
import io.weir.core.control.WorkerStatistics;
import io.weir.core.counter.LatencyHistogram;
import io.weir.core.counter.PacketCounter;
import io.weir.core.io.MediaWorkerProxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the media plane measures. Any thread; no method waits. */
public final class ServerStatistics {
  /** A worker that has not answered by then has worse troubles than to be asked. */
  private static final long MAX_WAIT_MILLIS = 2_000;

  private final List<MediaWorkerProxy> workers;

  ServerStatistics(List<MediaWorkerProxy> workers) {
    this.workers = workers;
  }

  /**
   * Asks every worker for its participants, or only for those of one room. The answer always comes:
   * after two seconds without those who have not told. What depends on it may run on a worker's
   * thread and must not wait.
   */
  public CompletableFuture<List<WorkerStatistics>> collect(@Nullable String room) {
    List<CompletableFuture<WorkerStatistics>> answers = new ArrayList<>();
    for (MediaWorkerProxy worker : workers) {
      answers.add(
          worker
              .statistics(room)
              .completeOnTimeout(
                  worker.statisticsWithoutAnswer(), MAX_WAIT_MILLIS, TimeUnit.MILLISECONDS)
              .exceptionally(failure -> worker.statisticsWithoutAnswer()));
    }
    return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> answers.stream().map(CompletableFuture::join).toList());
  }

  /** Every counter's sum over all workers. */
  public List<PacketCount> counts() {
    List<PacketCount> counts = new ArrayList<>();
    for (PacketCounter counter : PacketCounter.values()) {
      counts.add(
          new PacketCount(
              counter.name().toLowerCase(Locale.ROOT),
              counter.description(),
              counter.isDrop(),
              workers.stream().mapToLong(worker -> worker.counters().get(counter)).sum()));
    }
    return counts;
  }

  /** Which share of its time each worker was busy, 0 to 1, over the last whole second. */
  public List<Double> busyRatios() {
    return workers.stream().map(MediaWorkerProxy::busyRatio).toList();
  }

  /** How many packets of its pool each worker had free lately. */
  public List<Integer> freePackets() {
    return workers.stream().map(MediaWorkerProxy::freePackets).toList();
  }

  /** How long forwarded packets took, of all workers together. */
  public LatencyStatistics forwardLatency() {
    return sum(MediaWorkerProxy::latency);
  }

  /** How long video waited before subscribers' links, where it had to, of all workers together. */
  public LatencyStatistics pacerWaits() {
    return sum(worker -> worker.counters().pacerWaits());
  }

  private LatencyStatistics sum(Function<MediaWorkerProxy, LatencyHistogram> histogram) {
    long[] bounds = LatencyHistogram.boundsNs();
    long[] counts = new long[bounds.length + 1];
    long sumNs = 0;
    for (MediaWorkerProxy worker : workers) {
      LatencyHistogram one = histogram.apply(worker);
      long[] own = one.counts();
      for (int i = 0; i < counts.length; i++) {
        counts[i] += own[i];
      }
      sumNs += one.sumNs();
    }
    return new LatencyStatistics(
        Arrays.stream(bounds).boxed().toList(), Arrays.stream(counts).boxed().toList(), sumNs);
  }
}
