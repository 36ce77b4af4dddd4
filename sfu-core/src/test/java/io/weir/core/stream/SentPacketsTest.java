package io.weir.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SentPacketsTest {
  private static final int CAPACITY = 512;
  private static final long PAUSE_NS = 20_000_000;

  private final SentPackets sent = new SentPackets();

  @Test
  void shouldKnowNothingAtFirst() {
    assertThat(sent.contains(0)).isFalse();
    assertThat(sent.contains(70_000)).isFalse();
  }

  @Test
  void shouldAllowResendingAgainAfterAPauseAndForANewPacketAtOnce() {
    sent.record(1_000, 5, 1);
    assertThat(sent.markResent(1_000, 7 * PAUSE_NS, PAUSE_NS)).isTrue();
    assertThat(sent.markResent(1_000, 7 * PAUSE_NS + PAUSE_NS / 2, PAUSE_NS)).isFalse();
    assertThat(sent.markResent(1_000, 8 * PAUSE_NS, PAUSE_NS)).isTrue();
    sent.record(1_000 + CAPACITY, 5, 1);
    assertThat(sent.markResent(1_000 + CAPACITY, 8 * PAUSE_NS, PAUSE_NS)).isTrue();
  }

  @Test
  void shouldIgnoreWhatIsSoLateThatItsPlaceIsTaken() {
    sent.record(1_000 + CAPACITY, 2, 1);
    sent.record(1_000, 1, 1);
    assertThat(sent.contains(1_000)).isFalse();
    assertThat(sent.timestamp(1_000 + CAPACITY)).isEqualTo(2);
  }

  /** Compared with a map that forgets nothing but what another packet took the place of. */
  @Property(tries = 100)
  void shouldRememberTheLatestPackets(@ForAll long seed) {
    Random random = new Random(seed);
    SentPackets memory = new SentPackets();
    Map<Long, int[]> expected = new LinkedHashMap<>();
    long newest = random.nextInt(1 << 17);
    int binding = random.nextInt(1 << 20);
    for (int i = 0; i < 2_000; i++) {
      newest += random.nextInt(4) == 0 ? random.nextInt(40) : 1;
      binding += random.nextInt(100) == 0 ? 1 : 0;
      long sequence = newest - (random.nextInt(10) == 0 ? random.nextInt(100) : 0);
      int timestamp = random.nextInt();
      memory.record(sequence, timestamp, binding);
      expected.put(sequence, new int[] {timestamp, binding});
    }
    for (long sequence = newest - CAPACITY + 1; sequence <= newest; sequence++) {
      int[] packet = expected.get(sequence);
      assertThat(memory.contains(sequence)).isEqualTo(packet != null);
      if (packet != null) {
        assertThat(memory.timestamp(sequence)).isEqualTo(packet[0]);
        assertThat(memory.bindingsAgo(sequence, binding)).isEqualTo(binding - packet[1]);
      }
    }
    assertThat(memory.contains(newest + 1)).isFalse();
    assertThat(memory.contains(newest - CAPACITY))
        .isEqualTo(!expected.containsKey(newest) && expected.containsKey(newest - CAPACITY));
  }
}
