package io.weir.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReceivedWindowTest {
  @Test
  void shouldAgreeWithASetOfEverything() {
    Random random = new Random(3);
    ReceivedWindow window = new ReceivedWindow();
    Set<Long> seen = new HashSet<>();
    // Crosses 2^31, where a cast to int would turn negative.
    long highest = (1L << 31) - 50_000;
    window.add(highest);
    seen.add(highest);
    for (int i = 0; i < 100_000; i++) {
      long sequence = highest + random.nextInt(-3000, 10);
      if (random.nextInt(5000) == 0) {
        sequence = highest + random.nextInt(10_000);
      }
      assertThat(window.isTooOld(sequence)).isEqualTo(sequence <= highest - ReceivedWindow.SIZE);
      if (!window.isTooOld(sequence)) {
        assertThat(window.add(sequence)).isEqualTo(seen.add(sequence));
      }
      highest = Math.max(highest, sequence);
    }
  }
}
