package io.weir.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import io.weir.core.rtcp.Nack;
import io.weir.core.rtcp.RtcpReader;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.rtp.RtpParser;
import io.weir.core.testkit.RtpPacketBuilder;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A publisher, a bad network and a receive stream, in virtual time. */
class LossRecoveryTest {
  private static final long MS = 1_000_000;
  private static final int PACKETS = 70_000;
  private static final long PACKET_INTERVAL_NS = 2 * MS;
  private static final int FIRST_SEQUENCE = 60_000;

  private static final class Datagram {
    final long arrivalNs;
    final byte[] bytes;

    Datagram(long arrivalNs, byte[] bytes) {
      this.arrivalNs = arrivalNs;
      this.bytes = bytes;
    }
  }

  private final PriorityQueue<Datagram> network =
      new PriorityQueue<>(Comparator.comparingLong(datagram -> datagram.arrivalNs));
  private final PacketCounters counters = new PacketCounters();
  private final ReceiveStream stream =
      new ReceiveStream(ReceiveStreamTest.video(), ReceiveStreamTest.SSRC, counters);
  private final PacketPool pool = new PacketPool(Arena.ofAuto(), 2);
  private final Set<Long> forwarded = new HashSet<>();
  private int retransmissions;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldForwardEveryPacketExactlyOnceWhenTheNetworkLosesReordersAndDoubles(long seed) {
    Random random = new Random(seed);
    stream.setRoundTripNs(40 * MS);
    int sent = 0;
    long endNs = PACKETS * PACKET_INTERVAL_NS + 2000 * MS;
    for (long nowNs = 0; nowNs < endNs; nowNs += MS) {
      if (sent < PACKETS && nowNs >= sent * PACKET_INTERVAL_NS) {
        // The first and the last must arrive: nobody knows of missing ones beyond them.
        boolean safe = sent == 0 || sent == PACKETS - 1;
        send(media(sent), nowNs, random, safe ? 0 : 0.1);
        sent++;
      }
      deliver(nowNs);
      answerNacks(nowNs, random);
    }

    // Ten tries with 10 % loss each way leave one packet in 10^7 behind.
    assertThat(forwarded).hasSize(PACKETS);
    assertThat(counters.get(PacketCounter.RTP_DUPLICATE)).isPositive();
    assertThat(counters.get(PacketCounter.RECEIVED_RETRANSMISSIONS))
        .isBetween(PACKETS / 12L, (long) retransmissions);
    assertThat(retransmissions).isLessThan(PACKETS / 6);
    assertThat(stream.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    assertThat(stream.takeKeyFrameWanted()).isFalse();
  }

  private void deliver(long nowNs) {
    while (!network.isEmpty() && network.peek().arrivalNs <= nowNs) {
      Packet packet = RtpPacketBuilder.place(pool, network.remove().bytes);
      assertThat(RtpParser.parse(packet)).isTrue();
      packet.arrivalNs = nowNs;
      if (stream.handlePacket(packet, nowNs) == ReceiveStream.FORWARD) {
        assertThat(forwarded.add(packet.extendedSequence)).isTrue();
        assertThat(packet.timestamp).isEqualTo(packet.extendedSequence);
      }
      pool.release(packet);
    }
  }

  private void answerNacks(long nowNs, Random random) {
    if (stream.nextDeadlineNs() > nowNs) {
      return;
    }
    MemorySegment segment = MemorySegment.ofArray(new byte[1200]);
    RtcpWriter writer = new RtcpWriter();
    writer.wrap(segment, 0, 1200);
    if (!stream.writeNack(writer, 1, nowNs) || random.nextDouble() < 0.1) {
      return;
    }
    RtcpReader reader = new RtcpReader();
    assertThat(reader.wrap(segment, 0, writer.length())).isTrue();
    assertThat(reader.next()).isTrue();
    Nack.forEachLost(
        reader,
        lost -> {
          retransmissions++;
          int index = (lost - FIRST_SEQUENCE) & 0xFFFF;
          long extended = 65_536L + FIRST_SEQUENCE + index;
          // The sender knows which cycle is meant: the one that it has just sent.
          long latest = 65_536L + FIRST_SEQUENCE + nowNs / PACKET_INTERVAL_NS;
          extended += (latest - extended) >> 16 << 16;
          send(retransmission(extended), nowNs + 15 * MS, random, 0.1);
        });
  }

  private void send(byte[] bytes, long nowNs, Random random, double loss) {
    if (random.nextDouble() >= loss) {
      network.add(new Datagram(nowNs + random.nextLong(15 * MS, 22 * MS), bytes));
      if (random.nextInt(50) == 0) {
        network.add(new Datagram(nowNs + random.nextLong(15 * MS, 60 * MS), bytes));
      }
    }
  }

  private static byte[] media(int index) {
    long extended = 65_536L + FIRST_SEQUENCE + index;
    return builder().sequence(extended).timestamp(extended).payload((byte) 0x10, (byte) 1).build();
  }

  private static byte[] retransmission(long extended) {
    return builder()
        .payloadType(ReceiveStreamTest.VP8_RTX)
        .ssrc(99)
        .timestamp(extended)
        .payload((byte) (extended >> 8), (byte) extended, (byte) 0x10, (byte) 1)
        .build();
  }

  private static RtpPacketBuilder builder() {
    return new RtpPacketBuilder().ssrc(ReceiveStreamTest.SSRC).payloadType(ReceiveStreamTest.VP8);
  }
}
