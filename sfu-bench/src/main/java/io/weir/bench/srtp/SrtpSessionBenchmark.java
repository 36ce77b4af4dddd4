package io.weir.bench.srtp;

import io.weir.bench.Yardstick;
import io.weir.bench.yardstick.CipherBenchmark;
import io.weir.core.srtp.JitsiSrtpEngine;
import io.weir.core.srtp.SrtpProfile;
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

/**
 * What protecting and unprotecting one RTP packet costs with Jitsi's engine, per profile and size.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Yardstick(value = CipherBenchmark.class, allocatesAtMost = 1500)
public class SrtpSessionBenchmark {
  /** Packets to protect. */
  @State(Scope.Thread)
  public static class Outgoing {
    /** The protection profile. */
    @Param public SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;

    /** Bytes of an RTP packet before protection: Opus, and video. */
    @Param({"120", "1200"})
    public int length;

    private PacketStream stream = stream();

    /** Opens a session. */
    @Setup
    public void setUp() {
      stream = stream();
    }

    private PacketStream stream() {
      return new PacketStream(new JitsiSrtpEngine(), profile, length);
    }
  }

  /** Packets to unprotect. */
  @State(Scope.Thread)
  public static class Incoming extends Outgoing {
    /** Lays out the next ones. */
    @Setup(Level.Invocation)
    public void layOut() {
      super.stream.layOut();
    }
  }

  /** Out of place, as packets go to subscribers. */
  @Benchmark
  public int protect(Outgoing packets) {
    return packets.stream.protectNext();
  }

  /** In place, as packets come from publishers. */
  @Benchmark
  @OperationsPerInvocation(PacketStream.BATCH)
  public int unprotect(Incoming packets) {
    return ((Outgoing) packets).stream.unprotectAll();
  }
}
