package io.weir.bench.congestion;

import io.weir.bench.Yardstick;
import io.weir.bench.yardstick.MemoryCopyBenchmark;
import io.weir.core.congestion.BandwidthEstimator;
import io.weir.core.congestion.FeedbackBatch;
import io.weir.core.congestion.ProbeCluster;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What noting a packet to one of many subscribers costs, each with its own estimator. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Yardstick(MemoryCopyBenchmark.class)
public class BandwidthEstimatorBenchmark {
  private static final long PACKET_NS = 1_000_000;

  /** Subscribers that take turns, as in a fan-out. */
  @Param({"20", "3000"})
  public int subscribers;

  private BandwidthEstimator[] estimators = {};
  private int next;
  private long nowNs = 1_000_000_000_000L;

  /** Makes the estimators. */
  @Setup
  public void setUp() {
    FeedbackBatch batch = new FeedbackBatch();
    estimators = new BandwidthEstimator[subscribers];
    for (int i = 0; i < subscribers; i++) {
      estimators[i] = new BandwidthEstimator(batch);
    }
  }

  /** Gives the next subscriber's packet its number. */
  @Benchmark
  public int onSent() {
    if (next == estimators.length) {
      next = 0;
      nowNs += PACKET_NS;
    }
    return estimators[next++].onSent(1200, ProbeCluster.NONE, nowNs);
  }
}
