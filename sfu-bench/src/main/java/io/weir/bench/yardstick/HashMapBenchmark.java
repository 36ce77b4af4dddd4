package io.weir.bench.yardstick;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Finding one of a thousand things by number in a {@link HashMap}: the yardstick of tables. Its
 * keys are made beforehand, which no real packet path could do.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HashMapBenchmark {
  private static final int ENTRIES = 1000;

  private final Map<Long, Object> map = new HashMap<>();
  private final Long[] keys = new Long[ENTRIES];
  private int next;

  /** Fills the map. */
  public HashMapBenchmark() {
    for (int i = 0; i < ENTRIES; i++) {
      keys[i] = i * 0x9E37_79B9_7F4A_7C15L;
      map.put(keys[i], new Object());
    }
  }

  /** One of them, each in its turn. */
  @Benchmark
  public @Nullable Object get() {
    next = (next + 1) % ENTRIES;
    return map.get(keys[next]);
  }
}
