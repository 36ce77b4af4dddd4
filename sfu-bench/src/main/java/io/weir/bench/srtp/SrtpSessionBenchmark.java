package io.weir.bench.srtp;

import io.weir.bench.Yardstick;
import io.weir.bench.yardstick.CipherBenchmark;
import io.weir.core.buffer.Bytes;
import io.weir.core.srtp.JitsiSrtpEngine;
import io.weir.core.srtp.SrtpKeys;
import io.weir.core.srtp.SrtpProfile;
import io.weir.core.srtp.SrtpSession;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What protecting and unprotecting one RTP packet costs, per profile and size. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Yardstick(value = CipherBenchmark.class, allocatesAtMost = 1500)
public class SrtpSessionBenchmark {
  private static final int HEADER_LENGTH = 12;
  private static final int BATCH = 512;
  private static final int TOTAL = 32 * BATCH;
  private static final int STRIDE = 1280;

  /** A stream whose next packet is always a new one, as replay protection wants it. */
  @State(Scope.Thread)
  public static class Stream {
    /** The protection profile. */
    @Param public SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;

    /** Bytes of an RTP packet before protection: Opus, and video. */
    @Param({"120", "1200"})
    public int length;

    private final MemorySegment plain = Arena.ofAuto().allocate(STRIDE);
    private final MemorySegment out = Arena.ofAuto().allocate(STRIDE);
    private SrtpSession session = open();
    private int sequence;

    /** Opens a session whose two directions have the same keys. */
    @Setup
    public void setUp() {
      session = open();
    }

    private SrtpSession open() {
      byte[] key = new byte[profile.keyLength()];
      byte[] salt = new byte[profile.saltLength()];
      return new JitsiSrtpEngine().open(new SrtpKeys(profile, key, salt, key, salt), 1);
    }

    int protectNext(MemorySegment target, long offset) {
      Bytes.putU16(plain, 0, 0x8060);
      Bytes.putU16(plain, 2, sequence++);
      int payloadLength = length - HEADER_LENGTH;
      return checked(
          session.protectRtp(
              plain, 0, HEADER_LENGTH, plain, HEADER_LENGTH, payloadLength, target, offset));
    }

    int unprotect(MemorySegment packets, long offset, int protectedLength) {
      return checked(session.unprotectRtp(packets, offset, protectedLength));
    }

    private static int checked(int result) {
      if (result < 0) {
        throw new IllegalStateException("refused: " + result);
      }
      return result;
    }
  }

  /**
   * Packets to unprotect, each once per session. They are protected before anything is measured, so
   * that the bytes allocated are those of unprotecting alone.
   */
  @State(Scope.Thread)
  public static class ReceivedStream extends Stream {
    private final MemorySegment sealed = Arena.ofAuto().allocate((long) TOTAL * STRIDE);
    private final MemorySegment packets = Arena.ofAuto().allocate((long) BATCH * STRIDE);
    private int protectedLength;
    private int next;

    @Override
    @Setup
    public void setUp() {
      super.setUp();
      for (int i = 0; i < TOTAL; i++) {
        protectedLength = protectNext(sealed, (long) i * STRIDE);
      }
    }

    /** Lays out the next ones, for a new session when the present one has seen all. */
    @Setup(Level.Invocation)
    public void layOut() {
      if (next == TOTAL) {
        super.setUp();
        next = 0;
      }
      MemorySegment.copy(sealed, (long) next * STRIDE, packets, 0, packets.byteSize());
      next += BATCH;
    }
  }

  /** Out of place, as packets go to subscribers. */
  @Benchmark
  public int protect(Stream stream) {
    return stream.protectNext(stream.out, 0);
  }

  /** In place, as packets come from publishers. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int unprotect(ReceivedStream stream) {
    int sum = 0;
    for (int i = 0; i < BATCH; i++) {
      sum += stream.unprotect(stream.packets, (long) i * STRIDE, stream.protectedLength);
    }
    return sum;
  }
}
