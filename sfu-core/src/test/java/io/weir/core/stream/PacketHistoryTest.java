package io.weir.core.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import java.lang.foreign.Arena;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PacketHistoryTest {
  private static final int CAPACITY = 8;

  private final PacketPool pool = new PacketPool(Arena.ofAuto(), 64);
  private final PacketHistory history = new PacketHistory(CAPACITY, pool::release);

  @AfterEach
  void shouldLeaveThePoolFull() {
    history.clear();
    assertThat(history.size()).isZero();
    assertThat(pool.available()).isEqualTo(pool.capacity());
  }

  @Test
  void shouldFindPacketsInAnyOrderOfArrival() {
    put(100, 0);
    put(103, 0);
    put(101, 0);

    assertThat(sequenceAt(101)).isEqualTo(101);
    assertThat(sequenceAt(103)).isEqualTo(103);
    assertThat(history.get(102)).isNull();
    assertThat(history.get(99)).isNull();
    assertThat(history.get(104)).isNull();
    assertThat(history.get(100 + CAPACITY)).isNull();
    assertThat(history.newest()).isEqualTo(103);
  }

  @Test
  void shouldAcceptPacketsFromBeforeTheFirst() {
    put(100, 0);
    put(95, 0);

    assertThat(sequenceAt(95)).isEqualTo(95);
    assertThat(history.evictOldest()).isTrue();
    assertThat(history.get(95)).isNull();
    assertThat(sequenceAt(100)).isEqualTo(100);
  }

  @Test
  void shouldLetGoOfWhatTheWindowLeavesBehind() {
    for (int sequence = 0; sequence < 20; sequence++) {
      put(sequence, 0);
    }

    assertThat(history.size()).isEqualTo(CAPACITY);
    assertThat(history.get(11)).isNull();
    assertThat(sequenceAt(12)).isEqualTo(12);
    assertThat(pool.available()).isEqualTo(pool.capacity() - CAPACITY);
  }

  @Test
  void shouldLetGoOfEverythingWhenSequencesJump() {
    put(1, 0);
    put(2, 0);
    put(100_000, 0);

    assertThat(history.size()).isEqualTo(1);
    assertThat(history.get(2)).isNull();
  }

  @Test
  void shouldGiveBackDuplicatesAndPacketsBehindTheWindow() {
    put(100, 0);

    assertThat(put(100, 0)).isFalse();
    assertThat(put(100 - CAPACITY, 0)).isFalse();
    assertThat(history.size()).isEqualTo(1);
  }

  @Test
  void shouldLetGoByAge() {
    for (int i = 0; i < 6; i++) {
      put(100L + i, i * 10L);
    }

    history.evictOlderThan(30);

    assertThat(history.size()).isEqualTo(3);
    assertThat(history.get(102)).isNull();
    assertThat(sequenceAt(103)).isEqualTo(103);
    history.evictOlderThan(1000);
    assertThat(history.evictOldest()).isFalse();
  }

  @Test
  void shouldTakePacketsAgainAfterItWasEmptied() {
    put(100, 0);
    history.evictOldest();

    assertThat(put(99, 0)).isTrue();
    assertThat(put(101, 0)).isTrue();
    assertThat(sequenceAt(99)).isEqualTo(99);
    history.clear();
    assertThat(put(5, 0)).isTrue();
    assertThat(sequenceAt(5)).isEqualTo(5);
  }

  @Test
  void shouldHoldExactlyTheWindowWhateverComes() {
    Random random = new Random(11);
    long base = 70_000;
    for (int i = 0; i < 20_000; i++) {
      base += random.nextInt(3);
      put(base - random.nextInt(12), i);
      if (random.nextInt(10) == 0) {
        history.evictOldest();
      }
      int found = 0;
      for (long s = history.newest() - CAPACITY - 4; s <= history.newest() + 4; s++) {
        Packet packet = history.get(s);
        if (packet != null) {
          assertThat(packet.extendedSequence).isEqualTo(s);
          found++;
        }
      }
      assertThat(found).isEqualTo(history.size());
    }
  }

  @Test
  void shouldRefuseCapacitiesThatAreNoPowerOfTwo() {
    assertThatThrownBy(() -> new PacketHistory(12, pool::release))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private boolean put(long sequence, long arrivalNs) {
    Packet packet = Objects.requireNonNull(pool.acquire());
    packet.extendedSequence = sequence;
    packet.arrivalNs = arrivalNs;
    return history.put(packet);
  }

  private long sequenceAt(long sequence) {
    return Objects.requireNonNull(history.get(sequence)).extendedSequence;
  }
}
