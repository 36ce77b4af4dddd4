package io.weir.core.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.testkit.model.Descriptor.Begins;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Payloads that were put together by hand after the formats' documents. */
class VideoFormatTest {
  private static Descriptor read(VideoFormat format, String hex) {
    return format.read(HexFormat.of().parseHex(hex));
  }

  @Test
  void shouldReadVp8WithShortAndLongPictureIds() {
    assertThat(read(VideoFormat.VP8, "90801100"))
        .isEqualTo(new Descriptor(Begins.YES, true, 0x11, 7, Descriptor.NONE, 0, false, List.of()));
    assertThat(read(VideoFormat.VP8, "80E09234FFA001".replace(" ", "")))
        .isEqualTo(new Descriptor(Begins.NO, false, 0x1234, 15, 0xFF, 2, true, List.of()));
  }

  @Test
  void shouldTakeOnlyPartitionZeroForAVp8FramesBeginning() {
    assertThat(read(VideoFormat.VP8, "1100").begins()).isEqualTo(Begins.NO);
    assertThat(read(VideoFormat.VP8, "1001").key()).isFalse();
  }

  @Test
  void shouldReadTheDistancesOfFlexibleVp9() {
    Descriptor picture = read(VideoFormat.VP9, "F8800540030400");
    assertThat(picture.pictureId()).isEqualTo(5);
    assertThat(picture.temporalLayer()).isEqualTo(2);
    assertThat(picture.distances()).containsExactly(1, 2);
    assertThat(picture.key()).isFalse();
    assertThat(read(VideoFormat.VP9, "A8052009").tl0PicIdx()).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource({
    "H264, 6588, true",
    "H264, 4188, false",
    "H264, 7C8500, true",
    "H264, 78000267420002685000026588, true",
    "H265, 2601AF, true",
    "H265, 0201AF, false",
    "H265, 620193AF, true",
    "H265, 6001000240010003260100, true",
    "AV1, 180A01, true",
    "AV1, 100A01, false"
  })
  void shouldTellKeyFrames(VideoFormat format, String payload, boolean key) {
    assertThat(read(format, payload).key()).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({"VP8, 9080", "VP9, F8", "H264, 780005", "H264, 60", "H265, 0200", "AV1, 8800"})
  void shouldRefuseWhatIsNone(VideoFormat format, String payload) {
    assertThatThrownBy(() -> read(format, payload)).isInstanceOf(IllegalArgumentException.class);
  }
}
