package io.weir.bench.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MarkerTest {
  private final MemorySegment memory = MemorySegment.ofArray(new byte[200]);

  @Test
  void shouldReadWhatWasWritten() {
    Marker.write(memory, 7, -5, 0xFFFF_FFFEL, 77, 3, 12, true, false);
    Marker.stamp(memory, 7, 1_790_000_000_123_456_789L);

    assertThat(Marker.endsPayload(memory, 0, 7 + Marker.LENGTH)).isTrue();
    assertThat(Marker.source(memory, 7)).isEqualTo(-5);
    assertThat(Marker.number(memory, 7)).isEqualTo(0xFFFF_FFFEL);
    assertThat(Marker.frame(memory, 7)).isEqualTo(77);
    assertThat(Marker.index(memory, 7)).isEqualTo(3);
    assertThat(Marker.count(memory, 7)).isEqualTo(12);
    assertThat(Marker.isKeyFrame(memory, 7)).isTrue();
    assertThat(Marker.isAudio(memory, 7)).isFalse();
    assertThat(Marker.sentNs(memory, 7)).isEqualTo(1_790_000_000_123_456_789L);
  }

  @Test
  void shouldNotTakeForAMarkerWhatIsNone() {
    Marker.write(memory, 0, 1, 2, 3, 4, 5, false, true);
    Marker.stamp(memory, 0, 6);
    Random random = new Random(1);
    for (int bit = 0; bit < 8 * Marker.LENGTH; bit++) {
      byte[] changed = memory.asSlice(0, Marker.LENGTH).toArray(ValueLayout.JAVA_BYTE);
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(Marker.endsPayload(MemorySegment.ofArray(changed), 0, Marker.LENGTH))
          .as("bit %s", bit)
          .isFalse();
    }
    for (int i = 0; i < 100_000; i++) {
      byte[] noise = new byte[random.nextInt(100)];
      random.nextBytes(noise);
      assertThat(Marker.endsPayload(MemorySegment.ofArray(noise), 0, noise.length)).isFalse();
    }
  }
}
