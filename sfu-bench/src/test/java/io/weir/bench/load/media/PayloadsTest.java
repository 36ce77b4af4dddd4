package io.weir.bench.load.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.load.measure.Marker;
import io.weir.core.codec.Codecs;
import io.weir.core.codec.PayloadCodec;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Weir's own parsers find in the imitated payloads what a server looks for. */
class PayloadsTest {
  private static final int PACKET_BYTES = 1_100;

  @Property(tries = 400)
  void shouldBeginKeyFramesWhereParsersLookForThem(
      @ForAll VideoCodec codec,
      @ForAll @IntRange(min = 8, max = 2_000) int halfWidth,
      @ForAll @IntRange(min = 8, max = 1_200) int halfHeight,
      @ForAll @IntRange(min = 120, max = 20_000) int frameBytes,
      @ForAll boolean key,
      @ForAll long seed) {
    VideoEncoding encoding = new VideoEncoding("", 1_000_000, 2 * halfWidth, 2 * halfHeight, 30);
    VideoPayload payload = VideoPayload.of(codec, encoding);
    PayloadCodec parser = Codecs.find(codec.name()).orElseThrow();
    byte[] noise = new byte[2_048];
    new Random(seed).nextBytes(noise);
    int count = payload.packets(frameBytes, PACKET_BYTES, key);
    int bytes = 0;
    for (int index = 0; index < count; index++) {
      MemorySegment memory = MemorySegment.ofArray(noise.clone());
      int length = payload.length(frameBytes, index, count, key);
      payload.write(memory, 0, length, index, count, key, 12_345);
      long at = (long) length - Marker.LENGTH;
      Marker.write(memory, at, 1, 2, 3, index, count, key, false);
      Marker.stamp(memory, at, 4);

      assertThat(length).isBetween(Marker.LENGTH + 5, PACKET_BYTES);
      bytes += length;
      assertThat(Marker.endsPayload(memory, 0, length)).isTrue();
      boolean start = parser.isKeyFrameStart(memory, 0, length);
      boolean expected = key && (index == 0 || (codec == VideoCodec.H264 && index == 1));
      assertThat(start).isEqualTo(expected);
      if (key && index == 0) {
        assertThat(parser.pictureSize(memory, 0, length))
            .isEqualTo(encoding.width() << 16 | encoding.height());
      }
    }
    int parameterSets = codec == VideoCodec.H264 && key ? payload.length(0, 0, 2, true) : 0;
    assertThat(bytes).isEqualTo(frameBytes + parameterSets);
  }
}
