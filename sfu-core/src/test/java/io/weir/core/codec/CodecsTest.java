package io.weir.core.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CodecsTest {
  private static final List<PayloadCodec> ALL =
      Stream.of("OPUS", "PCMU", "PCMA", "RED", "VP8", "VP9", "H264", "H265", "AV1")
          .map(name -> Codecs.find(name).orElseThrow())
          .toList();

  @Test
  void shouldFindCodecsByNameInAnyCase() {
    assertThat(ALL).extracting(PayloadCodec::name).doesNotHaveDuplicates().contains("AV1", "RED");
    assertThat(Codecs.find("opus")).contains(AudioCodec.OPUS);
    assertThat(Codecs.find("G729")).isEmpty();
  }

  @Test
  void shouldStartAudioAnywhere() {
    assertThat(startsAt(AudioCodec.OPUS, "f8fffe")).isTrue();
    assertThat(startsAt(AudioCodec.PCMU, "ff")).isTrue();
    assertThat(startsAt(new Red(), "6ff8fffe")).isTrue();
  }

  @Test
  void shouldStartVp8AtTheFirstPacketOfAKeyFrame() {
    Vp8 vp8 = new Vp8();

    assertThat(startsAt(vp8, "10" + "10020a9d012a8002e001")).isTrue();
    assertThat(startsAt(vp8, "9080" + "8001" + "10020a9d012a8002e001")).isTrue(); // 15-bit id
    assertThat(startsAt(vp8, "90e0" + "11" + "05" + "20" + "10020a")).isTrue(); // 7-bit id, T
    assertThat(startsAt(vp8, "10" + "11020a")).isFalse(); // inter frame
    assertThat(startsAt(vp8, "00" + "10020a")).isFalse(); // not the start of a partition
    assertThat(startsAt(vp8, "11" + "10020a")).isFalse(); // second partition
    assertThat(startsAt(vp8, "90f0" + "8001" + "05" + "20")).isFalse(); // descriptor only
    assertThat(startsAt(vp8, "90e0" + "80")).isFalse(); // truncated descriptor
    assertThat(startsAt(vp8, "")).isFalse();
  }

  @Test
  void shouldReadTheSizeOfVp8Pictures() {
    // Width and height are little-endian; their upper two bits are for scaling.
    assertThat(sizeOf("10" + "10020a9d012a8042e001")).isEqualTo(640 << 16 | 480);
    assertThat(sizeOf("10" + "10020a9d012b8002e001")).isEqualTo(PayloadCodec.UNKNOWN_SIZE);
    assertThat(sizeOf("10" + "10020a9d012a8002e0")).isEqualTo(PayloadCodec.UNKNOWN_SIZE);
    assertThat(sizeOf("10" + "11020a9d012a8002e001")).isEqualTo(PayloadCodec.UNKNOWN_SIZE);
  }

  @Test
  void shouldStartH264AtParameterSetsOrTheFirstSliceOfAnIdrPicture() {
    H264 h264 = new H264();

    assertThat(startsAt(h264, "6742c01f")).isTrue(); // SPS
    assertThat(startsAt(h264, "65b840")).isTrue(); // IDR, first macroblock 0
    assertThat(startsAt(h264, "655840")).isFalse(); // IDR, later slice
    assertThat(startsAt(h264, "68ce3c80")).isFalse(); // PPS alone
    assertThat(startsAt(h264, "419a")).isFalse(); // other slice
    assertThat(startsAt(h264, "78" + "0004" + "6742c01f" + "0004" + "68ce3c80")).isTrue();
    assertThat(startsAt(h264, "78" + "0002" + "0910" + "0002" + "65b8")).isTrue(); // AUD, IDR
    assertThat(startsAt(h264, "78" + "0002" + "0910" + "0002" + "419a")).isFalse();
    assertThat(startsAt(h264, "78" + "0009" + "6742")).isFalse(); // unit beyond the packet
    assertThat(startsAt(h264, "7c85b8")).isTrue(); // FU-A, start of IDR
    assertThat(startsAt(h264, "7c05b8")).isFalse(); // FU-A, middle
    assertThat(startsAt(h264, "7c819a")).isFalse(); // FU-A, start of another slice
    assertThat(startsAt(h264, "67")).isFalse();
  }

  @Test
  void shouldNeverReadBeyondRandomPayloads() {
    Random random = new Random(7);
    for (int round = 0; round < 50_000; round++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      MemorySegment segment = MemorySegment.ofArray(bytes);
      for (PayloadCodec codec : ALL) {
        boolean start = codec.isKeyFrameStart(segment, 0, bytes.length);
        int size = codec.pictureSize(segment, 0, bytes.length);
        codec.mayNeedEarlierPacket(segment, 0, bytes.length);
        assertThat(start || size == PayloadCodec.UNKNOWN_SIZE).isTrue();
      }
      assertThat(Vp8.descriptorLength(segment, 0, bytes.length)).isLessThanOrEqualTo(bytes.length);
      assertThat(Vp9.descriptorLength(segment, 0, bytes.length)).isLessThanOrEqualTo(bytes.length);
      assertThat(Red.primaryOffset(segment, 0, bytes.length)).isLessThanOrEqualTo(bytes.length);
    }
  }

  private static boolean startsAt(PayloadCodec codec, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    return codec.isKeyFrameStart(MemorySegment.ofArray(bytes), 0, bytes.length);
  }

  private static int sizeOf(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    return new Vp8().pictureSize(MemorySegment.ofArray(bytes), 0, bytes.length);
  }
}
