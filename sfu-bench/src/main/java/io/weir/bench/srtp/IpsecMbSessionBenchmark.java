package io.weir.bench.srtp;

import io.weir.bench.Yardstick;
import io.weir.bench.yardstick.IpsecMbCipherBenchmark;
import io.weir.core.srtp.IpsecMbSrtpEngine;
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
 * What protecting and unprotecting one RTP packet costs with ipsec-mb, per size; the profile that
 * it leaves to Jitsi's engine is in {@link SrtpSessionBenchmark}. Left out where it cannot run.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Yardstick(IpsecMbCipherBenchmark.class)
public class IpsecMbSessionBenchmark {
  /** Packets to protect. */
  @State(Scope.Thread)
  public static class Outgoing {
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
      return new PacketStream(new IpsecMbSrtpEngine(), SrtpProfile.AEAD_AES_128_GCM, length);
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
