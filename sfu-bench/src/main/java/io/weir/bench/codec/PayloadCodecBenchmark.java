package io.weir.bench.codec;

import io.weir.bench.Yardstick;
import io.weir.bench.yardstick.MemoryCopyBenchmark;
import io.weir.core.buffer.Bytes;
import io.weir.core.codec.Codecs;
import io.weir.core.codec.PayloadCodec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What asking a video payload whether a decoder may begin with it costs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Yardstick(MemoryCopyBenchmark.class)
public class PayloadCodecBenchmark {
  /** A video codec, and the first octets of a payload that begins a key frame. */
  public enum Start {
    /** Descriptor with 15-bit picture id and TL0PICIDX, then frame tag, start code and size. */
    VP8("90c0_8001_01_500000_9d012a_8002_e001"),
    /** STAP-A of SPS, PPS. */
    H264("78_0004_67_42e0_1f_0004_68_ce_3c80");

    private final String octets;

    Start(String octets) {
      this.octets = octets.replace("_", "");
    }
  }

  /** The codec. */
  @Param public Start codec = Start.VP8;

  private static final int LENGTH = 1188;

  private final MemorySegment payload = Arena.ofAuto().allocate(LENGTH);
  private PayloadCodec parser = Codecs.find("VP8").orElseThrow();

  /** Writes the payload. */
  @Setup
  public void setUp() {
    parser = Codecs.find(codec.name()).orElseThrow();
    for (int i = 0; i < codec.octets.length() / 2; i++) {
      Bytes.putU8(payload, i, Integer.parseInt(codec.octets.substring(2 * i, 2 * i + 2), 16));
    }
    if (!parser.isKeyFrameStart(payload, 0, LENGTH)) {
      throw new IllegalStateException(codec + " does not find its key frame");
    }
  }

  /** Whether a decoder may begin here. */
  @Benchmark
  public boolean isKeyFrameStart() {
    return parser.isKeyFrameStart(payload, 0, LENGTH);
  }
}
