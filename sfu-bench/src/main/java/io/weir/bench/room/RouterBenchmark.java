package io.weir.bench.room;

import io.weir.bench.Yardstick;
import io.weir.bench.yardstick.CipherBenchmark;
import io.weir.bench.yardstick.IpsecMbCipherBenchmark;
import io.weir.bench.yardstick.MemoryCopyBenchmark;
import io.weir.core.srtp.SrtpProfile;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
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
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RouterBenchmark {
  private static final int TOGETHER = 8;

  /** What happens to outgoing packets. */
  enum Outgoing {
    /** They are copied. */
    PLAIN,
    /** They are encrypted with {@link SrtpProfile#AEAD_AES_128_GCM} by Jitsi's engine. */
    GCM,
    /** The same by ipsec-mb. */
    GCM_BY_IPSEC_MB
  }

  /** A room whose packets leave as they are. */
  @State(Scope.Thread)
  public static class PlainRoom {
    /** Who watches the publisher. */
    @Param({"1", "10", "50", "200", "500", "3000"})
    public int subscribers;

    private VideoRoom room = new VideoRoom(1, Outgoing.PLAIN);

    /** Connects everybody. */
    @Setup
    public void setUp() {
      room = new VideoRoom(subscribers, Outgoing.PLAIN);
    }
  }

  /** A room whose packets leave encrypted by Jitsi's engine. */
  @State(Scope.Thread)
  public static class EncryptedRoom {
    /** Who watches the publisher. */
    @Param({"1", "50", "500"})
    public int subscribers;

    private VideoRoom room = new VideoRoom(1, Outgoing.GCM);

    /** Connects everybody. */
    @Setup
    public void setUp() {
      room = new VideoRoom(subscribers, Outgoing.GCM);
    }
  }

  /** A room whose packets leave encrypted by ipsec-mb. */
  @State(Scope.Thread)
  public static class FastRoom {
    /** Who watches the publisher. */
    @Param({"1", "50", "500", "3000"})
    public int subscribers;

    private VideoRoom room = new VideoRoom(1, Outgoing.PLAIN);

    /** Connects everybody. */
    @Setup
    public void setUp() {
      room = new VideoRoom(subscribers, Outgoing.GCM_BY_IPSEC_MB);
    }
  }

  /** One video packet of 1200 bytes, copied to every subscriber: Weir's own work. */
  @Benchmark
  @Yardstick(value = MemoryCopyBenchmark.class, per = "subscribers")
  public long route(PlainRoom to) {
    return to.room.publish(1, System.nanoTime());
  }

  /** Eight packets that came together, each of them. */
  @Benchmark
  @OperationsPerInvocation(TOGETHER)
  @Yardstick(value = MemoryCopyBenchmark.class, per = "subscribers")
  public long routeTogether(PlainRoom to) {
    return to.room.publish(TOGETHER, System.nanoTime());
  }

  /** One packet, with the encryption of Jitsi's engine. */
  @Benchmark
  @Yardstick(value = CipherBenchmark.class, per = "subscribers", allocatesAtMost = 1500)
  public long routeAndEncrypt(EncryptedRoom to) {
    return to.room.publish(1, System.nanoTime());
  }

  /** The same with the encryption of ipsec-mb. */
  @Benchmark
  @Yardstick(value = IpsecMbCipherBenchmark.class, per = "subscribers")
  public long routeAndEncryptByIpsecMb(FastRoom to) {
    return to.room.publish(1, System.nanoTime());
  }
}
