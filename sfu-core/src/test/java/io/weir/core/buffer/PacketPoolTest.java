package io.weir.core.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PacketPoolTest {
  private final Arena arena = Arena.ofConfined();

  @AfterEach
  void freeTheSlab() {
    arena.close();
  }

  @Test
  void shouldGiveEachPacketItsOwnPieceOfTheSlab() {
    PacketPool pool = new PacketPool(arena, 10);
    Set<Long> bases = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      Packet packet = acquire(pool);
      assertThat(packet.segment()).isSameAs(pool.slab());
      assertThat(packet.base() % Packet.CAPACITY).isZero();
      assertThat(packet.base() + Packet.CAPACITY).isLessThanOrEqualTo(pool.slab().byteSize());
      bases.add(packet.base());
    }
    assertThat(bases).hasSize(10);
    assertThat(pool.acquire()).isNull();
    assertThat(pool.available()).isZero();
  }

  @Test
  void shouldFreeAPacketWithItsLastReference() {
    PacketPool pool = new PacketPool(arena, 1);
    Packet packet = acquire(pool);
    packet.retain();
    packet.retain();
    pool.release(packet);
    pool.release(packet);
    assertThat(pool.available()).isZero();
    pool.release(packet);
    assertThat(pool.available()).isEqualTo(1);
  }

  @Test
  void shouldRefuseToReleaseWhatIsFree() {
    PacketPool pool = new PacketPool(arena, 1);
    Packet packet = acquire(pool);
    pool.release(packet);
    assertThatThrownBy(() -> pool.release(packet)).isInstanceOf(IllegalStateException.class);
    assertThat(pool.available()).isEqualTo(1);
  }

  @Test
  void shouldForgetWhatAPacketHeldBefore() {
    PacketPool pool = new PacketPool(arena, 1);
    Packet packet = acquire(pool);
    packet.offset += 4;
    packet.length = 100;
    packet.extendedSequence = 7;
    packet.keyFrame = true;
    packet.audioLevel = 30;
    pool.release(packet);
    assertThat(acquire(pool)).isSameAs(packet);
    assertThat(packet.offset).isEqualTo(packet.base());
    assertThat(packet.length).isZero();
    assertThat(packet.extendedSequence).isZero();
    assertThat(packet.keyFrame).isFalse();
    assertThat(packet.audioLevel).isEqualTo(-1);
  }

  @Test
  void shouldNeitherLoseNorDoublePackets() {
    PacketPool pool = new PacketPool(arena, 32);
    Random random = new Random(1);
    List<Packet> held = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      if (random.nextBoolean() && pool.available() > 0) {
        Packet packet = acquire(pool);
        assertThat(held).doesNotContain(packet);
        held.add(packet);
      } else if (!held.isEmpty()) {
        pool.release(held.remove(random.nextInt(held.size())));
      }
      assertThat(pool.available()).isEqualTo(pool.capacity() - held.size());
    }
  }

  @Test
  void shouldKnowWhereAPacketCameFrom() {
    Packet packet = acquire(new PacketPool(arena, 1));
    NetworkPath path = NetworkPath.ofIpv4(2, 0xC0000201, 5000);
    packet.socket = path.socket();
    packet.sourceHigh = path.addressHigh();
    packet.sourceLow = path.addressLow();
    packet.sourcePort = path.port();
    assertThat(packet.isFrom(path)).isTrue();
    assertThat(packet.source()).isEqualTo(path);
    assertThat(packet.isFrom(NetworkPath.ofIpv4(1, 0xC0000201, 5000))).isFalse();
    assertThat(packet.isFrom(NetworkPath.ofIpv4(2, 0xC0000202, 5000))).isFalse();
    assertThat(packet.isFrom(NetworkPath.ofIpv4(2, 0xC0000201, 5001))).isFalse();
    assertThat(packet.isFrom(new NetworkPath(2, 1, path.addressLow(), 5000))).isFalse();
  }

  @Test
  void shouldFindThePayloadBehindTheHeader() {
    Packet packet = acquire(new PacketPool(arena, 2));
    packet.offset += 2;
    packet.headerLength = 20;
    assertThat(packet.payloadOffset()).isEqualTo(packet.base() + 22);
  }

  private static Packet acquire(PacketPool pool) {
    return Objects.requireNonNull(pool.acquire());
  }
}
