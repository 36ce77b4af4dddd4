package io.weir.bench.io;

import io.weir.bench.Yardstick;
import io.weir.bench.yardstick.HashMapBenchmark;
import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.io.AddressTable;
import java.lang.foreign.Arena;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What finding a datagram's transport by its source address costs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Yardstick(HashMapBenchmark.class)
public class AddressTableBenchmark {
  private static final long IPV4_MAPPED = 0xFFFF_0000_0000L;

  /** Addresses that passed ICE. */
  @Param({"100", "10000"})
  public int addresses;

  private final AddressTable<Object> table = new AddressTable<>();
  private final Packet packet = Objects.requireNonNull(new PacketPool(Arena.ofAuto(), 1).acquire());
  private int next;

  /** Fills the table. */
  @Setup
  public void setUp() {
    for (int i = 0; i < addresses; i++) {
      table.put(new NetworkPath(0, 0, IPV4_MAPPED | address(i), 40_000 + i % 1000), new Object());
    }
  }

  /** One of them, each in its turn. */
  @Benchmark
  public @Nullable Object get() {
    next = (next + 1) % addresses;
    packet.sourceLow = IPV4_MAPPED | address(next);
    packet.sourcePort = 40_000 + next % 1000;
    return table.get(packet);
  }

  /** A stranger. */
  @Benchmark
  public @Nullable Object getStranger() {
    packet.sourceLow = IPV4_MAPPED | 0x0B00_0000;
    return table.get(packet);
  }

  private static long address(int number) {
    return 0x0A00_0000L + number / 4;
  }
}
