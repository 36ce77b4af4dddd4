package io.weir.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CodecTableTest {

  private static List<Integer> payloadTypes(String fmtp) {
    MediaDescription media =
        new MediaDescription(
            "video",
            9,
            "UDP/TLS/RTP/SAVPF",
            List.of("96", "98"),
            "IN IP4 0.0.0.0",
            List.of(
                new Attribute("rtpmap", "96 VP8/90000"),
                new Attribute("rtpmap", "98 VP9/90000"),
                new Attribute("fmtp", "98 " + fmtp)));
    return CodecTable.read(media).stream().map(OfferedCodec::payloadType).toList();
  }

  private static String items(int count) {
    return IntStream.range(0, count).mapToObj(i -> "p" + i + "=0").collect(Collectors.joining(";"));
  }

  @Test
  void shouldTakeFormatParametersUpToTheirLimits() {
    assertThat(payloadTypes("x=" + "y".repeat(1022))).containsExactly(96, 98);
    assertThat(payloadTypes(items(32))).containsExactly(96, 98);
  }

  @Test
  void shouldNotUseCodecsWithVeryLongFormatParameters() {
    assertThat(payloadTypes("x=" + "y".repeat(1023))).containsExactly(96);
  }

  @Test
  void shouldNotUseCodecsWithVeryManyFormatParameters() {
    assertThat(payloadTypes(items(33))).containsExactly(96);
  }
}
