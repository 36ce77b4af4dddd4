package io.weir.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables behave like {@link HashMap}. */
class KeyTableTest {
  private record Key(long first, long second, long third) {}

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldBehaveLikeAHashMap(int seed) {
    Random random = new Random(seed);
    int range = 1 << (2 * seed);
    KeyTable<Integer> table = new KeyTable<>();
    Map<Key, Integer> model = new HashMap<>();
    for (int i = 0; i < 50_000; i++) {
      Key key = new Key(random.nextInt(range), random.nextInt(2), 0);
      switch (random.nextInt(3)) {
        case 0 -> {
          table.put(key.first, key.second, key.third, i);
          model.put(key, i);
        }
        case 1 ->
            assertThat(table.remove(key.first, key.second, key.third)).isEqualTo(model.remove(key));
        default ->
            assertThat(table.get(key.first, key.second, key.third)).isEqualTo(model.get(key));
      }
      assertThat(table.size()).isEqualTo(model.size());
    }
    model.forEach(
        (key, value) -> assertThat(table.get(key.first, key.second, key.third)).isEqualTo(value));
  }

  @Test
  void shouldTellAddressesApartByEveryPart() {
    NetworkPath path = NetworkPath.ofIpv4(1, 0x7F000001, 4000);
    List<NetworkPath> others =
        List.of(
            NetworkPath.ofIpv4(2, 0x7F000001, 4000),
            NetworkPath.ofIpv4(1, 0x7F000002, 4000),
            NetworkPath.ofIpv4(1, 0x7F000001, 4001),
            new NetworkPath(1, 1, path.addressLow(), 4000));
    AddressTable<String> table = new AddressTable<>();
    table.put(path, "mine");
    assertThat(table.get(path)).isEqualTo("mine");
    assertThat(others).allSatisfy(other -> assertThat(table.get(other)).isNull());
    assertThat(table.remove(path)).isEqualTo("mine");
    assertThat(table.get(path)).isNull();
    assertThat(table.size()).isZero();
  }

  @Test
  void shouldFindAPacketByItsSource() {
    try (Arena arena = Arena.ofConfined()) {
      Packet packet = Objects.requireNonNull(new PacketPool(arena, 1).acquire());
      packet.socket = 3;
      packet.sourceHigh = 0x2001_0DB8_0000_0000L;
      packet.sourceLow = 7;
      packet.sourcePort = 65535;
      AddressTable<String> table = new AddressTable<>();
      assertThat(table.get(packet)).isNull();
      table.put(packet.source(), "found");
      assertThat(table.get(packet)).isEqualTo("found");
    }
  }

  @Test
  void shouldKeepTheLastValueOfAFragment() {
    UfragTable<String> table = new UfragTable<>();
    table.put(42, "first");
    table.put(42, "second");
    assertThat(table.size()).isEqualTo(1);
    assertThat(table.get(42)).isEqualTo("second");
    assertThat(table.remove(42)).isEqualTo("second");
    assertThat(table.remove(42)).isNull();
  }
}
