package io.weir.bench.stream;

import io.weir.bench.VideoStream;
import io.weir.bench.Yardstick;
import io.weir.bench.yardstick.MemoryCopyBenchmark;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.control.RtpParameters;
import io.weir.core.counter.PacketCounters;
import io.weir.core.rtp.RtpParser;
import io.weir.core.stream.PacketHistory;
import io.weir.core.stream.SendBinding;
import io.weir.core.stream.SendStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a slot costs per packet, and per packet that its subscriber asks for again. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Yardstick(MemoryCopyBenchmark.class)
public class SendStreamBenchmark {
  private static final int HISTORY = 512;
  private static final int LOST_AGO = 20;
  private static final long PACKET_INTERVAL_NS = 2_000_000;

  private final VideoStream source = new VideoStream();
  private final PacketPool pool = new PacketPool(Arena.ofAuto(), 2 * HISTORY);
  private final PacketHistory history = new PacketHistory(HISTORY, pool::release);
  private final MemorySegment out = Arena.ofAuto().allocate(SendStream.MAX_PACKET);
  private final SendStream stream;
  private long nowNs;
  private int sequence;

  /** Binds a slot to the stream. */
  public SendStreamBenchmark() {
    RtpParameters slot = VideoStream.slot(2);
    stream = new SendStream(slot, new PacketCounters(), 0, 0, 0);
    stream.bind(new SendBinding(7, history, VideoStream.published(), slot));
  }

  /** The header of one forwarded packet, which goes into the history. */
  @Benchmark
  public int prepare() {
    return send();
  }

  /** The same, and the answer to one NACK: header and payload. */
  @Benchmark
  public int prepareAndAnswerNack() {
    send();
    int length = stream.prepareRetransmission(sequence - LOST_AGO & 0xFFFF, out, 0, nowNs);
    return length;
  }

  private int send() {
    nowNs += PACKET_INTERVAL_NS;
    Packet packet = Objects.requireNonNull(pool.acquire());
    source.next(packet, nowNs);
    RtpParser.parse(packet);
    packet.extendedSequence = ++sequence;
    packet.captureNs = nowNs;
    int length = stream.prepare(packet, out, 0, nowNs);
    history.put(packet);
    return length;
  }
}
