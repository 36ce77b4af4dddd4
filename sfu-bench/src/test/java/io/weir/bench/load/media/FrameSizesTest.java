package io.weir.bench.load.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameSizesTest {
  private static final int FRAMES = 3_000;
  private static final int KEY_INTERVAL = 150;

  @ParameterizedTest
  @CsvSource({"1500000, 30, 6", "300000, 15, 8", "4000000, 60, 4"})
  void shouldKeepTheBitRateDespiteKeyFrames(int bitsPerSecond, double rate, double ratio) {
    FrameSizes sizes =
        new FrameSizes(new VideoEncoding("", bitsPerSecond, 640, 360, rate), ratio, 1);
    long bytes = 0;
    for (int i = 0; i < FRAMES; i++) {
      bytes += sizes.next(i % KEY_INTERVAL == 0);
    }
    double wanted = bitsPerSecond / 8.0 / rate * FRAMES;
    assertThat(bytes / wanted).isCloseTo(1, within(0.02));
  }

  @Test
  void shouldMakeKeyFramesLargerAndAllFramesVary() {
    FrameSizes sizes = new FrameSizes(new VideoEncoding("", 1_500_000, 640, 360, 30), 6, 2);
    int key = sizes.next(true);
    assertThat(key).isBetween(18_000, 57_000);
    assertThat(sizes.next(false)).isNotEqualTo(sizes.next(false));
  }

  @Test
  void shouldFollowFromTheSeed() {
    VideoEncoding encoding = new VideoEncoding("", 1_500_000, 640, 360, 30);
    FrameSizes one = new FrameSizes(encoding, 6, 3);
    FrameSizes other = new FrameSizes(encoding, 6, 3);
    for (int i = 0; i < 100; i++) {
      assertThat(one.next(i % 10 == 0)).isEqualTo(other.next(i % 10 == 0));
    }
  }
}
