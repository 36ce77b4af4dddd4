package io.weir.bench.stream;

import io.weir.bench.VideoStream;
import io.weir.bench.Yardstick;
import io.weir.bench.yardstick.MemoryCopyBenchmark;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.counter.PacketCounters;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.rtp.RtpParser;
import io.weir.core.stream.ReceiveStream;
import java.lang.foreign.Arena;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a publisher's stream costs per packet: statistics, key frames, loss. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Yardstick(MemoryCopyBenchmark.class)
public class ReceiveStreamBenchmark {
  private static final long PACKET_INTERVAL_NS = 2_000_000;
  private static final int LOST_ONE_IN = 20;

  private final VideoStream source = new VideoStream();
  private final ReceiveStream stream =
      new ReceiveStream(VideoStream.published(), VideoStream.SSRC, new PacketCounters());
  private final Packet packet = Objects.requireNonNull(new PacketPool(Arena.ofAuto(), 1).acquire());
  private final RtcpWriter writer = new RtcpWriter();
  private long nowNs;
  private int count;

  /** The next packet of a stream that loses nothing. */
  @Benchmark
  public int receive() {
    return receiveNext();
  }

  /** The same with 5 % of loss, and the NACKs that come of it. */
  @Benchmark
  public int receiveWithLoss() {
    if (++count % LOST_ONE_IN == 0) {
      source.skip();
    }
    int verdict = receiveNext();
    if (stream.nextDeadlineNs() - nowNs <= 0) {
      writer.wrap(packet.segment(), packet.base() + VideoStream.PACKET_LENGTH, 512);
      stream.writeNack(writer, 1, nowNs);
    }
    return verdict;
  }

  private int receiveNext() {
    nowNs += PACKET_INTERVAL_NS;
    source.next(packet, nowNs);
    RtpParser.parse(packet);
    return stream.handlePacket(packet, nowNs);
  }
}
