package io.weir.bench.yardstick;

import io.weir.bench.io.BareSocket;
import io.weir.bench.io.Sinks;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A datagram of 1232 bytes sent over loopback by bare sendmmsg(2), to fifty sockets in turn, as
 * single datagrams.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SendBenchmark {
  private static final int DESTINATIONS = 50;
  private static final int TRAIN = 1;

  private final Sinks sinks = new Sinks(DESTINATIONS);
  private final BareSocket socket = new BareSocket(TRAIN, sinks, DESTINATIONS);

  /** One of a batch of 64. */
  @Benchmark
  @OperationsPerInvocation(BareSocket.BATCH)
  public void send() {
    socket.send();
  }

  /** Closes everything. */
  @TearDown
  public void tearDown() {
    socket.close();
    sinks.close();
  }
}
