package io.weir.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import io.weir.core.testkit.RtpPacketBuilder;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A slot whose encoding changes while packets of what it showed before wait for their turn, or
 * whose layers are left out.
 */
class SwitchedStreamTest {
  private static final long NOW = 1_000_000_000_000L;
  private static final RtpParameters PARAMETERS =
      new RtpParameters(
          "m",
          MediaKind.VIDEO,
          List.of(new CodecParameters(96, "VP8", 90_000, 0, Map.of(), Set.of("nack"), 97)),
          Map.of(),
          List.of(new EncodingParameters("", 1, 2)),
          "cname");

  private final PacketCounters counters = new PacketCounters();
  private final PacketPool pool = new PacketPool(Arena.ofAuto(), 256);
  private final PacketHistory[] histories = {
    new PacketHistory(128, pool::release), new PacketHistory(128, pool::release)
  };
  private final MemorySegment out = Arena.ofAuto().allocate(SendStream.MAX_PACKET);
  private final SendStream stream =
      new SendStream(PARAMETERS, counters, 0x1234_7FFF_0000_0000L, 0, NOW);

  private Packet packet(int encoding, long sequence) {
    Packet packet =
        new RtpPacketBuilder()
            .payloadType(96)
            .sequence(sequence)
            .timestamp(sequence * 3_000)
            .buildParsed(pool);
    packet.encoding = encoding;
    packet.extendedSequence = sequence;
    packet.captureNs = NOW + sequence * 33_000_000;
    histories[encoding].put(packet);
    return packet;
  }

  private SendBinding binding(int encoding) {
    return new TrackBindings(7, encoding, histories[encoding], PARAMETERS).to(PARAMETERS);
  }

  /** Shows another encoding from a packet on, which waits. */
  private void switchTo(int encoding, long sequence) {
    stream.bind(binding(encoding), sequence);
    Packet first = packet(encoding, sequence);
    Objects.requireNonNull(stream.keeperOf(first), "it cannot wait").await(first.extendedSequence);
  }

  /** Sends a packet whose turn has come; its sequence number. */
  private int send(int encoding, long sequence) {
    return send(Objects.requireNonNull(stream.find(encoding, sequence), "it is gone"));
  }

  private int send(Packet packet) {
    int length = stream.prepare(packet, out, 0, NOW);
    assertThat(length).isPositive();
    return ByteBuffer.wrap(out.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE)).getShort(2)
        & 0xFFFF;
  }

  @Test
  void shouldSendAllThatWaitsInOrderWhateverIsChosenMeanwhile() {
    stream.bind(binding(0), 10);
    int number = send(packet(0, 10));
    switchTo(1, 50);
    switchTo(0, 100);
    switchTo(1, 90);

    assertThat(send(1, 50)).isEqualTo(++number);
    assertThat(send(0, 100)).as("of the later binding").isEqualTo(++number);
    assertThat(send(1, 90)).isEqualTo(++number);
    assertThat(send(packet(1, 91))).isEqualTo(++number);
  }

  @Test
  void shouldLeaveNoHoleWhereASlotPausedAndSwitchedTwice() {
    stream.bind(binding(0), 10);
    int number = send(packet(0, 10));
    switchTo(0, 400); // Nothing was sent in between.
    switchTo(1, 50);

    assertThat(send(0, 400)).isEqualTo(++number);
    assertThat(send(1, 50)).isEqualTo(++number);
  }

  @Test
  void shouldForgetABindingThatNothingWaitsFor() {
    stream.bind(binding(0), 10);
    int number = send(packet(0, 10));
    stream.bind(binding(1), 50); // Its first packet was refused.
    switchTo(1, 80);

    assertThat(stream.find(1, packet(1, 51).extendedSequence)).as("late").isNull();
    assertThat(send(1, 80)).isEqualTo(++number);
  }

  @Test
  void shouldForgetWhatWasGivenUpButTheLatest() {
    stream.bind(binding(0), 10);
    int number = send(packet(0, 10));
    switchTo(1, 50);
    switchTo(0, 100);
    stream.giveUpWaiting();

    assertThat(stream.find(1, 50)).isNull();
    assertThat(send(0, 100)).as("what is sent after all").isEqualTo(++number);
  }

  @Test
  void shouldGiveNoNumberTwiceHoweverMuchWasLeftOutBeforeTheFirstPacket() {
    stream.bind(binding(0), 10);
    int number = send(packet(0, 10));
    stream.bind(binding(1), 20);
    for (long sequence = 21; sequence < 20 + 2 * 100; sequence += 2) {
      stream.leaveOut(packet(1, sequence), out, 0, NOW);
    }
    Packet first = packet(1, 20);
    assertThat(stream.prepare(first, out, 0, NOW)).as("too old to be numbered").isZero();
    int next = send(packet(1, 220));
    assertThat(next).isGreaterThan(number);
  }

  @Test
  void shouldSendNothingOfALayerThatIsLeftOutWhenItsEmptyPacketIsAskedFor() {
    stream.bind(binding(0), 10);
    int number = send(packet(0, 10));
    assertThat(send(packet(0, 12))).isEqualTo(number + 2);
    assertThat(stream.leaveOut(packet(0, 11), out, 0, NOW)).as("too late to close up").isPositive();

    assertThat(stream.prepareRetransmission(number, out, 0, NOW)).isPositive();
    assertThat(stream.prepareRetransmission(number + 1, out, 0, NOW)).isZero();
    assertThat(counters.get(PacketCounter.NACK_EXPIRED)).isEqualTo(1);
  }
}
