package io.weir.bench.io;

import io.weir.bench.Yardstick;
import io.weir.bench.yardstick.IpsecMbCipherBenchmark;
import io.weir.bench.yardstick.SendBenchmark;
import io.weir.bench.yardstick.SendTrainsBenchmark;
import io.weir.core.srtp.IpsecMbSrtpEngine;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a publisher's packet costs from socket to socket: a real worker's turns, its real sockets on
 * loopback, SRTP by ipsec-mb both ways, timers and RTCP included. The publisher's own encryption
 * and sending is in it, too, once per packet; the viewers' sockets drop what they get.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WholePathBenchmark {
  private static final int TOGETHER = 8;

  /**
   * Bytes per packet, by the clients' {@code DatagramChannel}s when they check their paths. That
   * the worker's own thread allocates nothing is shown by {@code FanOutAllocationTest}.
   */
  private static final double CLIENTS_ALLOCATE = 8;

  /** A room of some who watch one publisher. */
  @State(Scope.Thread)
  public abstract static class Audience {
    /** Who watches the publisher. */
    @Param({"1", "10", "50", "500", "3000"})
    public int subscribers;

    private final boolean trains;
    private @Nullable LoopbackRoom room;

    Audience(boolean trains) {
      this.trains = trains;
    }

    /** Connects everybody. */
    @Setup
    public void setUp() throws IOException {
      room = new LoopbackRoom(subscribers, trains, IpsecMbSrtpEngine::new);
    }

    /** Shows that everybody is still there. */
    @Setup(Level.Iteration)
    public void check() throws IOException {
      room().check();
    }

    /** Ends it. */
    @TearDown
    public void tearDown() {
      room().close();
    }

    LoopbackRoom room() {
      return Objects.requireNonNull(room);
    }
  }

  /** A room where trains go to the kernel as one. */
  public static class AudienceOfTrains extends Audience {
    /** As JMH wants it. */
    public AudienceOfTrains() {
      super(true);
    }
  }

  /** A room where each datagram goes to the kernel by itself. */
  public static class AudienceOfDatagrams extends Audience {
    /** As JMH wants it. */
    public AudienceOfDatagrams() {
      super(false);
    }
  }

  /**
   * One packet at a time, as of a publisher who paces. Without trains, because this worker is so
   * busy that packets would wait for more of them.
   */
  @Benchmark
  @Yardstick(
      value = {SendBenchmark.class, IpsecMbCipherBenchmark.class},
      per = "subscribers",
      allocatesAtMost = CLIENTS_ALLOCATE)
  public long forward(AudienceOfDatagrams to) throws IOException {
    return to.room().publish(1);
  }

  /** Eight packets at a time, without UDP GSO. */
  @Benchmark
  @OperationsPerInvocation(TOGETHER)
  @Yardstick(
      value = {SendBenchmark.class, IpsecMbCipherBenchmark.class},
      per = "subscribers",
      allocatesAtMost = CLIENTS_ALLOCATE)
  public long forwardTogetherSingly(AudienceOfDatagrams to) throws IOException {
    return to.room().publish(TOGETHER);
  }

  /** Eight packets at a time, with UDP GSO. */
  @Benchmark
  @OperationsPerInvocation(TOGETHER)
  @Yardstick(
      value = {SendTrainsBenchmark.class, IpsecMbCipherBenchmark.class},
      per = "subscribers",
      allocatesAtMost = CLIENTS_ALLOCATE)
  public long forwardTogether(AudienceOfTrains to) throws IOException {
    return to.room().publish(TOGETHER);
  }
}
