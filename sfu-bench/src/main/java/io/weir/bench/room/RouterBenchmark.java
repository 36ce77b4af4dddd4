package io.weir.bench.room;

import io.weir.core.srtp.SrtpProfile;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What one packet of a publisher costs from its decryption to the last subscriber's datagram,
 * through the real room, router, slots and transports; only the sockets throw away.
 *
 * <p>Decryption itself is left out (its own benchmark tells), so that packets need no preparation.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RouterBenchmark {
  /** What happens to outgoing packets. */
  public enum Outgoing {
    /** They are copied. */
    PLAIN,
    /** They are encrypted with {@link SrtpProfile#AEAD_AES_128_GCM}. */
    GCM
  }

  /** Who watches the publisher. */
  @Param({"1", "50", "500"})
  public int subscribers;

  /** How outgoing packets are encrypted. */
  @Param public Outgoing srtp = Outgoing.PLAIN;

  private VideoRoom room = new VideoRoom(1, Outgoing.PLAIN);

  /** Connects everybody. */
  @Setup
  public void setUp() {
    room = new VideoRoom(subscribers, srtp);
  }

  /** One video packet of 1200 bytes, to every subscriber. */
  @Benchmark
  public long route() {
    return room.publishPacket(System.nanoTime());
  }
}
