package io.weir.bench.rtcp;

import io.weir.bench.Yardstick;
import io.weir.bench.yardstick.MemoryCopyBenchmark;
import io.weir.core.rtcp.Nack;
import io.weir.core.rtcp.RtcpPacketType;
import io.weir.core.rtcp.RtcpReader;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.rtcp.SequenceVisitor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a compound RTCP packet of a subscriber costs: sender report, two blocks, CNAME, NACK. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Yardstick(MemoryCopyBenchmark.class)
public class RtcpBenchmark {
  private static final int LOST = 5;

  private final MemorySegment memory = Arena.ofAuto().allocate(1200);
  private final byte[] cname = "a-canonical-name".getBytes(StandardCharsets.US_ASCII);
  private final int[] lost = {100, 101, 103, 130, 131};
  private final RtcpWriter writer = new RtcpWriter();
  private final RtcpReader reader = new RtcpReader();
  private final Sum sum = new Sum();
  private final int length = writeCompound();

  /** Writes it. */
  @Benchmark
  public int write() {
    return writeCompound();
  }

  /** Reads it, down to each sequence number asked for. */
  @Benchmark
  public int read() {
    sum.value = 0;
    reader.wrap(memory, 0, length);
    while (reader.next()) {
      if (reader.is(RtcpPacketType.TRANSPORT_FEEDBACK, RtcpPacketType.FORMAT_NACK)) {
        Nack.forEachLost(reader, sum);
      }
    }
    return sum.value;
  }

  private int writeCompound() {
    writer.wrap(memory, 0, (int) memory.byteSize());
    writer.senderReport(1, 0x1234_5678_9ABC_DEF0L, 90_000, 1000, 1_000_000);
    writer.reportBlock(2, 3, 40, 70_000, 55, 1, 2);
    writer.reportBlock(3, 0, 0, 80_000, 20, 1, 2);
    writer.sourceDescription(1, cname);
    writer.nack(1, 2, lost, LOST);
    return writer.length();
  }

  /** Adds up what it is shown. */
  private static final class Sum implements SequenceVisitor {
    private int value;

    @Override
    public void onSequence(int sequence) {
      value += sequence;
    }
  }
}
