package io.weir.bench.stun;

import io.weir.bench.IceCheck;
import io.weir.bench.Yardstick;
import io.weir.bench.yardstick.MemoryCopyBenchmark;
import io.weir.core.buffer.Bytes;
import io.weir.core.control.IceParameters;
import io.weir.core.stun.MessageIntegrity;
import io.weir.core.stun.StunBindingValidator;
import io.weir.core.stun.StunVerdict;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a flood of STUN costs, refused at each of the guard's steps. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Yardstick(value = MemoryCopyBenchmark.class, allocatesAtMost = 64)
public class StunBindingValidatorBenchmark {
  private static final IceParameters SERVER = new IceParameters("AbCd+/09", "x".repeat(24));
  private static final IceParameters CLIENT = new IceParameters("abcd", "y".repeat(24));

  private final StunBindingValidator validator = new StunBindingValidator();
  private final MessageIntegrity key = new MessageIntegrity(SERVER.password());
  private final MemorySegment check = IceCheck.nominating(SERVER, CLIENT, Arena.ofAuto());
  private final MemorySegment garbage = Arena.ofAuto().allocate(check.byteSize());
  private final MemorySegment misprinted = Arena.ofAuto().allocate(check.byteSize());

  /** Prepares a check whose last bit is wrong. */
  public StunBindingValidatorBenchmark() {
    MemorySegment.copy(check, 0, misprinted, 0, check.byteSize());
    long last = check.byteSize() - 1;
    Bytes.putU8(misprinted, last, Bytes.u8(check, last) ^ 1);
  }

  /** No STUN at all. */
  @Benchmark
  public StunVerdict refuseGarbage() {
    return validator.validate(garbage, 0, (int) garbage.byteSize());
  }

  /** STUN with a wrong FINGERPRINT. */
  @Benchmark
  public StunVerdict refuseFingerprint() {
    return validator.validate(misprinted, 0, (int) misprinted.byteSize());
  }

  /** A right check up to where the session is looked up. */
  @Benchmark
  public StunVerdict accept() {
    return validator.validate(check, 0, (int) check.byteSize());
  }

  /** The same with its MESSAGE-INTEGRITY. */
  @Benchmark
  public boolean acceptAndVerify() {
    validator.validate(check, 0, (int) check.byteSize());
    return validator.hasIntegrity(key);
  }
}
