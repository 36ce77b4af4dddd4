package io.weir.bench.yardstick;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Copying 1200 bytes, the size of a video packet, out of a slab of 8 MiB: more than the nearest
 * caches hold, as with packets. The yardstick of everything that only handles packets.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MemoryCopyBenchmark {
  private static final int STRIDE = 2048;
  private static final int PACKETS = 4096;
  private static final int LENGTH = 1200;

  private final MemorySegment from = Arena.ofAuto().allocate((long) STRIDE * PACKETS);
  private final MemorySegment to = Arena.ofAuto().allocate(STRIDE);
  private int next;

  /** One packet. */
  @Benchmark
  public MemorySegment copy() {
    next = (next + 1) % PACKETS;
    MemorySegment.copy(from, (long) next * STRIDE, to, 0, LENGTH);
    return to;
  }
}
