package io.weir.core.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.codec.PayloadCodec.Fit;
import io.weir.core.control.CodecParameters;
import io.weir.core.rtp.DependencyDescriptor;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Payloads built from the specifications, where real encoders leave a case out. */
class PayloadFormatsTest {
  @ParameterizedTest
  @CsvSource({
    "0c82, true", // B, E; no picture id
    "8c0182, true", // 7-bit picture id
    "8c810182, true", // 15-bit picture id
    "ac0105" + "07" + "82, false", // layers: SID 2 of a key picture
    "ac0100" + "07" + "82, true", // layers: SID 0, TL0PICIDX
    "bc0100" + "82, true", // flexible: no TL0PICIDX
    "fc0100" + "0582, false", // flexible, inter predicted
    "4c82, false", // inter predicted
    "0482, false", // not the beginning of a frame
    "0c, false", // nothing but the descriptor
    "ac01, false", // ends inside the descriptor
    "0e1800a000600282, false", // the picture group is not complete
    "0e1800a0006001040182, true",
    "0e28" + "82, false" // structure of two layers' groups without a count that fits
  })
  void shouldReadVp9Descriptors(String hex, boolean starts) {
    assertThat(startsAt(new Vp9(), hex)).isEqualTo(starts);
  }

  @Test
  void shouldTellTheSizeOfTheHighestSpatialLayer() {
    String threeLayers = "ae0100" + "07" + "50" + "00a0005a" + "014000b4" + "02800168" + "82498342";
    assertThat(sizeOf(new Vp9(), threeLayers)).isEqualTo(640 << 16 | 360);
    // Without a structure the frame's own header tells: profile 0, 160x96.
    assertThat(sizeOf(new Vp9(), "0c" + "82498342" + "0009f005f0")).isEqualTo(160 << 16 | 96);
  }

  @ParameterizedTest
  @CsvSource({
    "2601af, true", // IDR_W_RADL, first slice
    "26012f, false", // a later slice of it
    "2a01af, true", // CRA
    "0201af, false", // TRAIL_R
    "42010102, true", // SPS
    "4401c0, false", // PPS alone
    "6001" + "0003" + "4401c0" + "0003" + "2601af, true", // aggregation: PPS, IDR
    "6001" + "0003" + "4401c0" + "0003" + "0201af, false",
    "6001" + "0009" + "4201, false", // unit beyond the packet
    "6201" + "93" + "af, true", // fragment: start of an IDR slice
    "6201" + "13" + "af, false", // fragment: middle
    "6201, false"
  })
  void shouldReadH265Units(String hex, boolean starts) {
    assertThat(startsAt(new H265(), hex)).isEqualTo(starts);
  }

  @ParameterizedTest
  @CsvSource({
    "18" + "0a0b, true", // one element, N
    "98" + "0a0b, false", // Z: goes on with an OBU
    "10" + "3010, false", // a key frame without sequence header is of no use
    "18, false"
  })
  void shouldReadAv1AggregationHeaders(String hex, boolean starts) {
    assertThat(startsAt(new Av1(), hex)).isEqualTo(starts);
  }

  @Test
  void shouldFindTheAv1SequenceHeaderAmongElementsWithLengths() {
    // W = 0: every element has a length; this OBU has a size field of its own, too.
    String sequence = "0d" + "0a0b" + "20000003b4fdfe06d7c810";
    assertThat(sizeOf(new Av1(), "00" + sequence + "02" + "3010")).isEqualTo(160 << 16 | 96);
    // It is repeated before a frame that is no key frame.
    assertThat(startsAt(new Av1(), "00" + sequence + "02" + "3030")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "H264, profile-level-id=42e01f packetization-mode=1, profile-level-id=42e034 packetization-mode=1, SAME",
    "H264, profile-level-id=42e01f, profile-level-id=42e01f packetization-mode=1, WIDER",
    "H264, profile-level-id=42e01f packetization-mode=1, profile-level-id=42e01f, NONE",
    "H264, profile-level-id=42e01f, profile-level-id=640c1f, WIDER",
    "H264, profile-level-id=640c1f, profile-level-id=42e01f, NONE",
    "H264, profile-level-id=42001f, profile-level-id=64001f, NONE",
    "VP9, '', profile-id=0, SAME",
    "VP9, profile-id=2, profile-id=0, NONE",
    "VP9, profile-id=0, profile-id=2, NONE",
    "AV1, '', profile=0 level-idx=5 tier=0, SAME",
    "AV1, profile=0, profile=1, WIDER",
    "AV1, profile=1, profile=0, NONE",
    "AV1, tier=1, tier=0, NONE",
    "H265, level-id=93, profile-id=1 level-id=180, SAME",
    "H265, profile-id=1, profile-id=2, WIDER",
    "H265, profile-id=2, profile-id=1, NONE",
    "H265, profile-id=1 tier-flag=1, profile-id=1, NONE",
    "H264, profile-level-id=42e01f packetization-mode=x, profile-level-id=42e01f packetization-mode=y, NONE",
    "VP9, profile-id=x, profile-id=y, NONE",
    "AV1, profile=x, profile=y, NONE",
    "AV1, profile=x, '', NONE",
    "AV1, tier=0x1, tier=12345, NONE",
    "H265, profile-id=x, profile-id=y, NONE",
    "H265, tier-flag=x, '', NONE",
    "VP8, '', max-fs=12288, SAME"
  })
  void shouldTellWhoDecodesWhat(String codec, String sent, String received, Fit fit) {
    assertThat(Codecs.find(codec).orElseThrow().fit(parameters(sent), parameters(received)))
        .isEqualTo(fit);
  }

  @Property(tries = 500)
  void shouldFindThePrimaryBlockOfRed(
      @ForAll @Size(max = 3) byte[][] redundant,
      @ForAll @Size(max = 200) byte[] primary,
      @ForAll @IntRange(max = 127) int payloadType) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] block : redundant) {
      int length = Math.min(block.length, 0x3FF);
      out.write(0x80 | payloadType);
      out.write(960 >> 6);
      out.write(length >> 8); // the low bits of 960 are 0
      out.write(length);
    }
    out.write(payloadType);
    for (byte[] block : redundant) {
      out.write(block, 0, Math.min(block.length, 0x3FF));
    }
    int expected = out.size();
    out.writeBytes(primary);
    byte[] payload = out.toByteArray();
    MemorySegment segment = MemorySegment.ofArray(payload);

    assertThat(Red.primaryOffset(segment, 0, payload.length)).isEqualTo(expected);
    assertThat(Red.primaryPayloadType(segment, 0)).isEqualTo(payloadType);
    if (expected > 1) {
      assertThat(Red.primaryOffset(segment, 0, expected - 1)).isEqualTo(Red.MALFORMED);
    }
  }

  @Test
  void shouldReadWhatRedRepeats() {
    assertThat(Red.repeated(red("111/111"))).isEqualTo(111);
    assertThat(Red.repeated(red("5"))).isEqualTo(5);
    assertThat(Red.repeated(red("opus"))).isEqualTo(-1);
  }

  @Test
  void shouldReadDependencyDescriptors() {
    MemorySegment bytes = MemorySegment.ofArray(HexFormat.of().parseHex("c1012380"));
    assertThat(DependencyDescriptor.startsSequence(bytes, 0, 4)).isTrue();
    assertThat(DependencyDescriptor.startsSequence(bytes, 0, 3)).isFalse();
    assertThat(DependencyDescriptor.frameNumber(bytes, 0)).isEqualTo(0x0123);
    DependencyDescriptor.putFrameNumber(bytes, 0, 0xFFFE);
    assertThat(DependencyDescriptor.frameNumber(bytes, 0)).isEqualTo(0xFFFE);
    MemorySegment later = MemorySegment.ofArray(HexFormat.of().parseHex("41012380"));
    assertThat(DependencyDescriptor.startsSequence(later, 0, 4)).isFalse();
  }

  private static CodecParameters red(String format) {
    return new CodecParameters(
        63, "RED", 48_000, 2, Map.of(format, ""), Set.of(), CodecParameters.NO_RTX);
  }

  private static Map<String, String> parameters(String text) {
    Map<String, String> map = new LinkedHashMap<>();
    for (String item : text.split(" ", -1)) {
      if (!item.isEmpty()) {
        map.put(item.split("=", 2)[0], item.split("=", 2)[1]);
      }
    }
    return map;
  }

  private static boolean startsAt(PayloadCodec codec, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    return codec.isKeyFrameStart(MemorySegment.ofArray(bytes), 0, bytes.length);
  }

  private static int sizeOf(PayloadCodec codec, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    return codec.pictureSize(MemorySegment.ofArray(bytes), 0, bytes.length);
  }
}
