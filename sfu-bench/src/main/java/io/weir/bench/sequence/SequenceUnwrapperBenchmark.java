package io.weir.bench.sequence;

import io.weir.bench.Yardstick;
import io.weir.bench.yardstick.MemoryCopyBenchmark;
import io.weir.core.sequence.SequenceUnwrapper;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What extending a 16-bit sequence number costs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Yardstick(MemoryCopyBenchmark.class)
public class SequenceUnwrapperBenchmark {
  private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
  private int sequence;

  /** The next number, every eighth one late. */
  @Benchmark
  public long unwrap() {
    sequence++;
    return unwrapper.unwrap((sequence & 7) == 0 ? sequence - 5 & 0xFFFF : sequence & 0xFFFF);
  }
}
