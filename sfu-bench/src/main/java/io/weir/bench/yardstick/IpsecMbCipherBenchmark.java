package io.weir.bench.yardstick;

import io.weir.core.srtp.GcmFunctions;
import io.weir.core.srtp.IpsecMb;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * AES-128-GCM of 1200 bytes by ipsec-mb and nothing else: the yardstick of SRTP by that library.
 * Left out where it cannot run.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class IpsecMbCipherBenchmark {
  private static final GcmFunctions GCM = IpsecMb.functions();

  private static final int LENGTH = 1200;
  private static final int HEADER_LENGTH = 12;

  private final Arena arena = Arena.ofAuto();
  private final MemorySegment key =
      arena.allocate(GcmFunctions.EXPANDED_KEY_LENGTH, GcmFunctions.KEY_ALIGNMENT);
  private final MemorySegment context = arena.allocate(GcmFunctions.CONTEXT_LENGTH, Long.BYTES);
  private final MemorySegment nonce = arena.allocate(16);
  private final MemorySegment header = arena.allocate(16);
  private final MemorySegment plain = arena.allocate(LENGTH);
  private final MemorySegment sealed = arena.allocate(LENGTH + GcmFunctions.TAG_LENGTH);
  private long packet;

  /** Expands a key. */
  public IpsecMbCipherBenchmark() {
    GCM.expandKey(plain.address(), key.address());
  }

  /** One packet under a nonce of its own. */
  @Benchmark
  public void encrypt() {
    nonce.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, packet++);
    GCM.encrypt(
        key.address(),
        context.address(),
        sealed.address(),
        plain.address(),
        LENGTH,
        nonce.address(),
        header.address(),
        HEADER_LENGTH,
        sealed.address() + LENGTH);
  }
}
