package io.weir.bench.congestion;

import io.weir.bench.Yardstick;
import io.weir.bench.yardstick.MemoryCopyBenchmark;
import io.weir.core.congestion.TwccRecorder;
import io.weir.core.rtcp.RtcpWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What transport-wide feedback to a publisher costs per packet. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Yardstick(MemoryCopyBenchmark.class)
public class TwccRecorderBenchmark {
  private static final long PACKET_INTERVAL_NS = 700_000;
  private static final int LOST_ONE_IN = 50;

  private final TwccRecorder recorder = new TwccRecorder();
  private final RtcpWriter writer = new RtcpWriter();
  private final MemorySegment out = Arena.ofAuto().allocate(1200);
  private long nowNs;
  private int sequence;

  /** One arrival with 2 % of loss, and its share of a feedback packet. */
  @Benchmark
  public boolean record() {
    nowNs += PACKET_INTERVAL_NS;
    sequence += (sequence + 1) % LOST_ONE_IN == 0 ? 2 : 1;
    recorder.onPacket(sequence & 0xFFFF, nowNs);
    if (recorder.nextDeadlineNs() - nowNs > 0) {
      return false;
    }
    writer.wrap(out, 0, (int) out.byteSize());
    return recorder.writeFeedback(writer, 1, 2, nowNs);
  }
}
