package io.weir.bench.buffer;

import io.weir.bench.Yardstick;
import io.weir.bench.yardstick.MemoryCopyBenchmark;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import java.lang.foreign.Arena;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a packet's memory costs from socket to recycling. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Yardstick(MemoryCopyBenchmark.class)
public class PacketPoolBenchmark {
  private final PacketPool pool = new PacketPool(Arena.ofAuto(), 4096);

  /** Taken, kept once more, given up twice. */
  @Benchmark
  public Packet acquireRetainRelease() {
    Packet packet = Objects.requireNonNull(pool.acquire());
    packet.retain();
    pool.release(packet);
    pool.release(packet);
    return packet;
  }
}
