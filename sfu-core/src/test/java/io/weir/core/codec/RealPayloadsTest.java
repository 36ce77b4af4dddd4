package io.weir.core.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Payloads of real encoders, each with a key frame every fourth frame: whole and damaged. */
class RealPayloadsTest {
  private static final int SIZE = 160 << 16 | 96;

  /**
   * One packet's payload: {@code first} of a key frame, the {@code rest} of one, or {@code delta}.
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Payload(String kind, byte[] bytes) {
    boolean starts(PayloadCodec codec) {
      return codec.isKeyFrameStart(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    int size(PayloadCodec codec) {
      return codec.pictureSize(MemorySegment.ofArray(bytes), 0, bytes.length);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "VP9, vp9",
    "H264, h264",
    "H264, h264-single",
    "H265, h265",
    "H265, h265-aggregated",
    "AV1, av1"
  })
  void shouldFindEveryKeyFrameAndNoOther(String name, String file) {
    PayloadCodec codec = Codecs.find(name).orElseThrow();
    List<Payload> payloads = read(file);
    assertThat(payloads).filteredOn(payload -> payload.kind().equals("first")).hasSize(2);
    for (Payload payload : payloads) {
      if (!payload.kind().equals("rest")) {
        assertThat(payload.starts(codec)).isEqualTo(payload.kind().equals("first"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "VP9, vp9",
    "H264, h264",
    "H264, h264-single",
    "H265, h265",
    "H265, h265-aggregated",
    "AV1, av1"
  })
  void shouldTellThePictureSizeWithTheKeyFrame(String name, String file) {
    PayloadCodec codec = Codecs.find(name).orElseThrow();
    assertThat(read(file))
        .extracting(payload -> payload.size(codec))
        .contains(SIZE)
        .containsOnly(SIZE, PayloadCodec.UNKNOWN_SIZE);
  }

  @Test
  void shouldBelieveAnAv1SenderThatNeverSetsN() {
    PayloadCodec codec = Codecs.find("AV1").orElseThrow();
    for (Payload payload : read("av1")) {
      payload.bytes()[0] = (byte) (payload.bytes()[0] & ~0x08);
      assertThat(payload.starts(codec)).isEqualTo(payload.kind().equals("first"));
    }
  }

  @ParameterizedTest
  @CsvSource({"VP9, vp9", "H264, h264", "H265, h265", "H265, h265-aggregated", "AV1, av1"})
  void shouldSurviveAnyDamage(String name, String file) {
    PayloadCodec codec = Codecs.find(name).orElseThrow();
    Random random = new Random(11);
    for (Payload payload : read(file)) {
      for (int round = 0; round < 2_000; round++) {
        byte[] damaged =
            Arrays.copyOf(
                payload.bytes(), random.nextInt(Math.min(64, payload.bytes().length) + 1));
        for (int i = random.nextInt(4); i > 0 && damaged.length > 0; i--) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        // Reading outside of the array would throw.
        boolean starts = new Payload("", damaged).starts(codec);
        int size = new Payload("", damaged).size(codec);
        assertThat(starts || size == PayloadCodec.UNKNOWN_SIZE).isTrue();
      }
    }
  }

  private static List<Payload> read(String file) {
    try (InputStream in =
        Objects.requireNonNull(
            RealPayloadsTest.class.getResourceAsStream("/codec/" + file + ".txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" ", 2))
          .map(words -> new Payload(words[0], HexFormat.of().parseHex(words[1])))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
