package io.weir.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.testkit.RtpPacketBuilder;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TrainPaddingTest {
  private final PacketPool pool = new PacketPool(Arena.ofAuto(), Train.MAX_PACKETS);

  private Train train(int... lengths) {
    Train train = new Train();
    for (int length : lengths) {
      byte[] payload = new byte[length];
      new Random(length).nextBytes(payload);
      train.add(new RtpPacketBuilder().payload(payload).padding(3).buildParsed(pool));
    }
    return train;
  }

  private static List<Integer> paddings(Train train) {
    List<Integer> paddings = new ArrayList<>();
    for (int i = 0; i < train.size(); i++) {
      paddings.add(train.packet(i).padding);
    }
    return paddings;
  }

  private List<Integer> paddings(int... lengths) {
    Train train = train(lengths);
    TrainPadding.equalize(train);
    List<Integer> paddings = paddings(train);
    train.recycle(pool::release);
    return paddings;
  }

  @Test
  void shouldPadWhatDiffersByLittle() {
    assertThat(paddings(1000, 999, 999, 1000)).containsExactly(0, 1, 1, 0);
    assertThat(paddings(990, 1000, 1000)).containsExactly(10, 0, 0);
  }

  @Test
  void shouldLeaveTheLastShorter() {
    assertThat(paddings(1000, 999)).containsExactly(0, 0);
    assertThat(paddings(1000, 999, 400)).containsExactly(0, 1, 0);
    assertThat(paddings(1000, 999, 400, 399, 400)).containsExactly(0, 1, 0, 1, 0);
  }

  @Test
  void shouldNotPadWhatDiffersByMuch() {
    assertThat(paddings(1000, 960, 1000)).containsExactly(0, 0, 0);
    assertThat(paddings(100, 1000, 1000)).containsExactly(0, 0, 0);
    assertThat(paddings(0, 0, 0)).containsExactly(0, 0, 0);
  }

  @Property(tries = 500)
  void shouldKeepPayloadsAndWasteLittleAndMakeNoMoreMessages(@ForAll long seed) {
    Random random = new Random(seed);
    int[] lengths = new int[1 + random.nextInt(Train.MAX_PACKETS)];
    int size = random.nextInt(1500);
    for (int i = 0; i < lengths.length; i++) {
      size = random.nextInt(3) == 0 ? random.nextInt(1500) : size;
      lengths[i] = Math.max(0, size - random.nextInt(60));
    }
    Train train = train(lengths);
    List<byte[]> before = new ArrayList<>();
    for (int i = 0; i < train.size(); i++) {
      before.add(payload(train.packet(i)));
    }
    TrainPadding.equalize(train);
    int[] padded = lengths.clone();
    for (int i = 0; i < train.size(); i++) {
      Packet packet = train.packet(i);
      assertThat(payload(packet)).isEqualTo(before.get(i));
      padded[i] += packet.padding;
      assertThat(packet.padding).isLessThanOrEqualTo(padded[i] / 32);
      if (packet.padding > 0) {
        long last = packet.payloadOffset() + packet.payloadLength + packet.padding - 1;
        assertThat(Bytes.u8(packet.segment(), last)).isEqualTo(packet.padding);
      }
    }
    assertThat(messages(padded)).isLessThanOrEqualTo(messages(lengths));
    train.recycle(pool::release);
  }

  private static byte[] payload(Packet packet) {
    return packet
        .segment()
        .asSlice(packet.payloadOffset(), packet.payloadLength)
        .toArray(ValueLayout.JAVA_BYTE);
  }

  /** How many messages the kernel gets, of which only the last datagram may be shorter. */
  private static int messages(int... lengths) {
    int messages = 0;
    int size = -1;
    for (int i = 0; i < lengths.length; i++) {
      boolean joins = size >= 0 && lengths[i] <= size && lengths[i - 1] == size;
      if (!joins) {
        messages++;
        size = lengths[i];
      }
    }
    return messages;
  }
}
