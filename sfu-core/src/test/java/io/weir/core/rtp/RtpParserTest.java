package io.weir.core.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.testkit.RtpPacketBuilder;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtpParserTest {
  private final PacketPool pool = new PacketPool(Arena.ofAuto(), 4);

  @Test
  void shouldReadTheFixedHeader() {
    Packet packet = place(HexFormat.of().parseHex("80e0ffff000003e81122334455"));

    assertThat(RtpParser.parse(packet)).isTrue();
    assertThat(packet.marker).isTrue();
    assertThat(packet.payloadType).isEqualTo(96);
    assertThat(packet.sequenceNumber).isEqualTo(65535);
    assertThat(packet.timestamp).isEqualTo(1000);
    assertThat(packet.ssrc).isEqualTo(0x11223344);
    assertThat(packet.headerLength).isEqualTo(12);
    assertThat(packet.payloadLength).isEqualTo(1);
    assertThat(packet.extensionLength).isZero();
  }

  @Test
  void shouldKeepTimestampsUnsigned() {
    Packet packet = new RtpPacketBuilder().timestamp(0xFFFF_FFFEL).buildParsed(pool);

    assertThat(packet.timestamp).isEqualTo(0xFFFF_FFFEL);
  }

  @Test
  void shouldSkipSourcesAndExtensionsAndPadding() {
    Packet packet =
        new RtpPacketBuilder()
            .csrcs(1, 2, 3)
            .oneByteExtension(4, 0x30)
            .payload((byte) 9, (byte) 8)
            .padding(5)
            .buildParsed(pool);

    assertThat(packet.headerLength).isEqualTo(12 + 12 + 8);
    assertThat(packet.payloadLength).isEqualTo(2);
    assertThat(packet.payloadOffset()).isEqualTo(packet.offset + 32);
    assertThat(packet.extensionOffset).isEqualTo(28);
    assertThat(packet.extensionLength).isEqualTo(4);
  }

  @Test
  void shouldTakePacketsOfPaddingOnly() {
    Packet packet = new RtpPacketBuilder().payload().padding(255).buildParsed(pool);

    assertThat(packet.payloadLength).isZero();
  }

  @Test
  void shouldIgnoreExtensionsOfOtherProfiles() {
    Packet packet = new RtpPacketBuilder().rawExtension(0x1234, 1, 2, 3, 4).buildParsed(pool);

    assertThat(packet.headerLength).isEqualTo(20);
    assertThat(packet.extensionLength).isZero();
    assertThat(HeaderExtensions.find(packet, 1)).isEqualTo(HeaderExtensions.NOT_FOUND);
  }

  @Test
  void shouldRefuseWhatItsLengthDoesNotAllow() {
    byte[] whole = new RtpPacketBuilder().csrcs(7).twoByteExtension(20, 1, 2, 3).payload().build();
    for (int length = 0; length < whole.length; length++) {
      assertThat(RtpParser.parse(place(Arrays.copyOf(whole, length)))).isFalse();
    }
    assertThat(RtpParser.parse(place(whole))).isTrue();
  }

  @Test
  void shouldRefuseOtherVersionsAndImpossiblePadding() {
    assertThat(parses("4060000100000000000000010000")).isFalse();
    assertThat(parses("a06000010000000000000001")).isFalse(); // no room for the count
    assertThat(parses("a0600001000000000000000100")).isFalse(); // counts 0
    assertThat(parses("a060000100000000000000010003")).isFalse(); // counts 3 of 2
    assertThat(parses("a060000100000000000000010002")).isTrue();
  }

  @Test
  void shouldTellRtcpFromRtp() {
    assertThat(RtpPacketType.isRtcp(200)).isTrue();
    assertThat(RtpPacketType.isRtcp(206)).isTrue();
    assertThat(RtpPacketType.isRtcp(192)).isTrue();
    assertThat(RtpPacketType.isRtcp(223)).isTrue();
    assertThat(RtpPacketType.isRtcp(96)).isFalse();
    assertThat(RtpPacketType.isRtcp(96 | 0x80)).isFalse();
    assertThat(RtpPacketType.isRtcp(191)).isFalse();
  }

  @Test
  void shouldNeverReadBeyondRandomOrMutatedPackets() {
    Random random = new Random(42);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = round % 2 == 0 ? randomBytes(random) : mutatedPacket(random);
      parseAtEndOfMemory(bytes);
    }
  }

  private static byte[] randomBytes(Random random) {
    byte[] bytes = new byte[random.nextInt(120)];
    random.nextBytes(bytes);
    if (bytes.length > 0 && random.nextBoolean()) {
      bytes[0] = (byte) (0x80 | (bytes[0] & 0x3F));
    }
    return bytes;
  }

  private static byte[] mutatedPacket(Random random) {
    RtpPacketBuilder builder = new RtpPacketBuilder().padding(random.nextInt(4)).csrcs(1);
    byte[] bytes =
        random.nextBoolean()
            ? builder.oneByteExtension(1, 1, 2, 3).oneByteExtension(5, 9).build()
            : builder.twoByteExtension(1, 1, 2, 3).twoByteExtension(200).build();
    for (int flips = random.nextInt(4); flips > 0; flips--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return Arrays.copyOf(bytes, bytes.length - random.nextInt(bytes.length));
  }

  /** A read beyond the packet would leave the slab and throw. */
  private static void parseAtEndOfMemory(byte[] bytes) {
    PacketPool single = new PacketPool(Arena.ofAuto(), 1);
    Packet packet = RtpPacketBuilder.place(single, bytes);
    packet.offset += Packet.CAPACITY - bytes.length;
    MemorySegment.copy(
        MemorySegment.ofArray(bytes), 0, packet.segment(), packet.offset, bytes.length);
    if (RtpParser.parse(packet)) {
      assertThat(packet.headerLength + packet.payloadLength).isBetween(12, bytes.length);
      for (int id = 0; id < 256; id++) {
        long found = HeaderExtensions.find(packet, id);
        if (found != HeaderExtensions.NOT_FOUND) {
          assertThat(HeaderExtensions.offset(found) + HeaderExtensions.length(found))
              .isLessThanOrEqualTo(packet.offset + packet.headerLength);
        }
      }
    }
  }

  private boolean parses(String hex) {
    return RtpParser.parse(place(HexFormat.of().parseHex(hex)));
  }

  private Packet place(byte[] bytes) {
    Packet packet = RtpPacketBuilder.place(pool, bytes);
    pool.release(packet);
    return packet;
  }
}
