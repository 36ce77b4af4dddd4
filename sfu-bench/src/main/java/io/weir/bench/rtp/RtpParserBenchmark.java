package io.weir.bench.rtp;

import io.weir.bench.Yardstick;
import io.weir.bench.yardstick.MemoryCopyBenchmark;
import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.rtp.HeaderExtensions;
import io.weir.core.rtp.RtpParser;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What reading the header of a browser's video packet costs: MID, transport-cc and abs-send-time.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Yardstick(MemoryCopyBenchmark.class)
public class RtpParserBenchmark {
  private static final int TRANSPORT_CC_ID = 3;
  private static final int AUDIO_LEVEL_ID = 1;

  private Packet packet = newPacket();

  /** Writes the packet. */
  @Setup
  public void setUp() {
    packet = newPacket();
    MemorySegment segment = packet.segment();
    long offset = packet.offset;
    Bytes.putI32(segment, offset, 0x9060_0001); // V=2, X=1, payload type 96
    Bytes.putI32(segment, offset + 4, 90_000);
    Bytes.putI32(segment, offset + 8, 0x1234_5678);
    Bytes.putI32(segment, offset + 12, 0xBEDE_0003); // one-byte form, three words
    Bytes.putU16(segment, offset + 16, 0x4030); // MID, one byte: "0"
    Bytes.putI32(segment, offset + 18, 0x2211_2233); // abs-send-time, three bytes
    Bytes.putU24(segment, offset + 22, 0x31_0001); // transport-cc, two bytes
    packet.length = 1200;
  }

  /** The fixed header and where extensions and payload are. */
  @Benchmark
  public boolean parse() {
    return RtpParser.parse(packet);
  }

  /** The same, then one extension that is there and one that is not. */
  @Benchmark
  public int parseAndFindExtensions() {
    RtpParser.parse(packet);
    return HeaderExtensions.transportSequence(packet, TRANSPORT_CC_ID)
        + HeaderExtensions.audioLevel(packet, AUDIO_LEVEL_ID);
  }

  private static Packet newPacket() {
    return Objects.requireNonNull(new PacketPool(Arena.ofAuto(), 1).acquire());
  }
}
