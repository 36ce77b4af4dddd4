package io.weir.core.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.testkit.RtpPacketBuilder;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HeaderExtensionsTest {
  private static final byte[] MID = "v0".getBytes(StandardCharsets.UTF_8);

  private final PacketPool pool = new PacketPool(Arena.ofAuto(), 4);

  @Test
  void shouldFindOneByteElements() {
    Packet packet =
        new RtpPacketBuilder()
            .oneByteExtension(1, 0x80 | 17)
            .rawExtension(0xBEDE, 0, 0) // padding between elements
            .oneByteExtension(4, 'v', '0')
            .oneByteExtension(3, 0x12, 0x34)
            .buildParsed(pool);

    assertThat(HeaderExtensions.audioLevel(packet, 1)).isEqualTo(17);
    assertThat(HeaderExtensions.valueEquals(packet, 4, MID)).isTrue();
    assertThat(HeaderExtensions.transportSequence(packet, 3)).isEqualTo(0x1234);
    long found = HeaderExtensions.find(packet, 3);
    assertThat(HeaderExtensions.length(found)).isEqualTo(2);
    assertThat(Bytes.u16(packet.segment(), HeaderExtensions.offset(found))).isEqualTo(0x1234);
  }

  @Test
  void shouldFindTwoByteElements() {
    Packet packet =
        new RtpPacketBuilder()
            .twoByteExtension(200)
            .rawExtension(0x1000, 0)
            .twoByteExtension(4, 'v', '0')
            .buildParsed(pool);

    assertThat(HeaderExtensions.valueEquals(packet, 4, MID)).isTrue();
    assertThat(HeaderExtensions.length(HeaderExtensions.find(packet, 200))).isZero();
    assertThat(HeaderExtensions.audioLevel(packet, 200)).isEqualTo(-1);
  }

  @Test
  void shouldFindNothingForIdsThatWereNotNegotiated() {
    Packet packet = new RtpPacketBuilder().oneByteExtension(1, 1).buildParsed(pool);

    assertThat(HeaderExtensions.find(packet, 0)).isEqualTo(HeaderExtensions.NOT_FOUND);
    assertThat(HeaderExtensions.find(packet, 2)).isEqualTo(HeaderExtensions.NOT_FOUND);
  }

  @Test
  void shouldStopAtReservedIdentifiers() {
    // RFC 8285 §4.2: id 15, and id 0 with a length, end the processing.
    Packet fifteen =
        new RtpPacketBuilder().oneByteExtension(15, 1).oneByteExtension(1, 1).buildParsed(pool);
    Packet zero =
        new RtpPacketBuilder().oneByteExtension(0, 1, 2).oneByteExtension(1, 1).buildParsed(pool);

    assertThat(HeaderExtensions.find(fifteen, 1)).isEqualTo(HeaderExtensions.NOT_FOUND);
    assertThat(HeaderExtensions.find(zero, 1)).isEqualTo(HeaderExtensions.NOT_FOUND);
  }

  @Test
  void shouldNotReturnElementsThatReachBeyondTheirBlock() {
    Packet packet = new RtpPacketBuilder().rawExtension(0xBEDE, 1 << 4 | 9, 1, 2).buildParsed(pool);

    assertThat(HeaderExtensions.find(packet, 1)).isEqualTo(HeaderExtensions.NOT_FOUND);
  }

  @Test
  void shouldWriteFixedHeadersThatTheParserReads() {
    Packet packet = RtpPacketBuilder.place(pool, new byte[0]);
    packet.length =
        RtpHeaderWriter.writeFixed(
            packet.segment(), packet.offset, true, 111, 0xFFFE, 0xFEDC_BA98L, 1 << 31 | 1, 77);

    assertThat(RtpParser.parse(packet)).isTrue();
    assertThat(packet.headerLength).isEqualTo(RtpHeaderWriter.FIXED_LENGTH);
    assertThat(packet.marker).isTrue();
    assertThat(packet.payloadType).isEqualTo(111);
    assertThat(packet.sequenceNumber).isEqualTo(0xFFFE);
    assertThat(packet.timestamp).isEqualTo(0xFEDC_BA98L);
    assertThat(packet.ssrc).isEqualTo(0x80000001);
    assertThat(Bytes.i32(packet.segment(), packet.offset + 12)).isEqualTo(77);
  }
}
