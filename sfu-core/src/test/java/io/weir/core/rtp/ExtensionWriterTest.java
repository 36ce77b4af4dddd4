package io.weir.core.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import io.weir.core.sequence.NtpTime;
import io.weir.core.testkit.RtpPacketBuilder;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExtensionWriterTest {
  private static final long MS = 1_000_000;
  private static final long NOW = 5_000_000 * MS;
  private static final long NTP_OFFSET = 3_900_000_000_000L * MS;
  private static final byte[] MID = "v0".getBytes(StandardCharsets.US_ASCII);

  private final PacketPool pool = new PacketPool(Arena.ofAuto(), 64);
  private final MemorySegment out = Arena.ofAuto().allocate(1024);

  private static RtpParameters rtp(boolean mixed, Map<HeaderExtensionId, Integer> extensions) {
    return new RtpParameters(
        "v0",
        MediaKind.VIDEO,
        List.of(new CodecParameters(96, "VP8", 90_000, 0, Map.of(), Set.of(), 97)),
        extensions,
        List.of(new EncodingParameters("", 1, 2)),
        "",
        mixed);
  }

  private static RtpParameters rtp(Map<HeaderExtensionId, Integer> extensions) {
    return rtp(true, extensions);
  }

  /** The packet as the subscriber parses it. */
  private Packet send(
      ExtensionWriter writer, ExtensionRelay relay, Packet packet, boolean withMid) {
    RtpHeaderWriter.writeFixed(out, 0, false, 96, 1, 2, 3, 4);
    int length = writer.write(out, RtpHeaderWriter.FIXED_LENGTH, packet, relay, withMid, NOW);
    if (length > 0) {
      RtpHeaderWriter.setExtensionBit(out, 0);
    }
    byte[] bytes =
        out.asSlice(0, RtpHeaderWriter.FIXED_LENGTH + length).toArray(ValueLayout.JAVA_BYTE);
    Packet sent = RtpPacketBuilder.place(new PacketPool(Arena.ofAuto(), 1), bytes);
    assertThat(RtpParser.parse(sent)).isTrue();
    assertThat(sent.payloadLength).isZero();
    assertThat(length).isLessThanOrEqualTo(ExtensionWriter.MAX_LENGTH);
    return sent;
  }

  private Packet send(RtpParameters from, RtpParameters to, Packet packet) {
    return send(new ExtensionWriter(to, NTP_OFFSET), new ExtensionRelay(from, to), packet, true);
  }

  private static byte[] value(Packet packet, int id) {
    long found = HeaderExtensions.find(packet, id);
    assertThat(found).isNotEqualTo(HeaderExtensions.NOT_FOUND);
    return packet
        .segment()
        .asSlice(HeaderExtensions.offset(found), HeaderExtensions.length(found))
        .toArray(ValueLayout.JAVA_BYTE);
  }

  private static boolean has(Packet packet, int id) {
    return HeaderExtensions.find(packet, id) != HeaderExtensions.NOT_FOUND;
  }

  @Test
  void shouldGiveEachExtensionTheSubscribersId() {
    RtpParameters from =
        rtp(
            Map.of(
                HeaderExtensionId.AUDIO_LEVEL, 1,
                HeaderExtensionId.VIDEO_ORIENTATION, 2,
                HeaderExtensionId.PLAYOUT_DELAY, 3,
                HeaderExtensionId.MID, 5,
                HeaderExtensionId.TRANSPORT_CC, 6));
    RtpParameters to =
        rtp(
            Map.of(
                HeaderExtensionId.AUDIO_LEVEL, 3,
                HeaderExtensionId.VIDEO_ORIENTATION, 1,
                HeaderExtensionId.PLAYOUT_DELAY, 2,
                HeaderExtensionId.MID, 6));
    Packet packet =
        new RtpPacketBuilder()
            .oneByteExtension(6, 9, 9)
            .oneByteExtension(1, 0x80 | 33) // a voice, V
            .oneByteExtension(5, 'x', 'y')
            .oneByteExtension(2, 0x0B)
            .oneByteExtension(3, 1, 2, 3)
            .oneByteExtension(9, 7) // means nothing
            .buildParsed(pool);

    Packet sent = send(from, to, packet);

    assertThat(sent.extensionTwoByte).isFalse();
    assertThat(value(sent, 3)).containsExactly(0x80 | 33);
    assertThat(value(sent, 1)).containsExactly(0x0B);
    assertThat(value(sent, 2)).containsExactly(1, 2, 3);
    assertThat(value(sent, 6)).isEqualTo(MID);
    assertThat(sent.extensionLength).isEqualTo(3 + 2 + 2 + 4 + 1);
    assertThat(has(sent, 5) || has(sent, 9)).isFalse();
  }

  @Test
  void shouldLeaveOutWhatTheSubscriberDidNotNegotiate() {
    RtpParameters from = rtp(Map.of(HeaderExtensionId.VIDEO_ORIENTATION, 2));
    Packet packet = new RtpPacketBuilder().oneByteExtension(2, 1).buildParsed(pool);
    assertThat(send(from, rtp(Map.of()), packet).headerLength)
        .isEqualTo(RtpHeaderWriter.FIXED_LENGTH);
  }

  @Test
  void shouldTellWhenItSendsAndNotWhenThePublisherDid() {
    RtpParameters both = rtp(Map.of(HeaderExtensionId.ABS_SEND_TIME, 2));
    Packet packet = new RtpPacketBuilder().oneByteExtension(2, 1, 1, 1).buildParsed(pool);

    byte[] time = value(send(both, both, packet), 2);

    long ntp = NtpTime.fromNs(NOW + NTP_OFFSET);
    int expected = (int) (ntp >>> 14) & 0xFF_FFFF;
    assertThat((time[0] & 0xFF) << 16 | (time[1] & 0xFF) << 8 | (time[2] & 0xFF))
        .isEqualTo(expected);
  }

  @Test
  void shouldTellTheLevelOfTheOneContributor() {
    RtpParameters from = rtp(Map.of(HeaderExtensionId.AUDIO_LEVEL, 1));
    RtpParameters to = rtp(Map.of(HeaderExtensionId.MIXER_AUDIO_LEVEL, 2));
    Packet packet = new RtpPacketBuilder().oneByteExtension(1, 0x80 | 42).buildParsed(pool);
    packet.audioLevel = 42;
    assertThat(value(send(from, to, packet), 2)).containsExactly(42);
    packet.audioLevel = -1;
    assertThat(has(send(from, to, packet), 2)).isFalse();
  }

  @Test
  void shouldKeepTheCaptureTimeAndEstimateItsClockAgainstTheServers() {
    RtpParameters both = rtp(Map.of(HeaderExtensionId.ABS_CAPTURE_TIME, 4));
    // The publisher's clock is 7 s ahead; the frame was captured 30 ms ago.
    long captured = NtpTime.fromNs(NOW - 30 * MS + NTP_OFFSET + 7_000 * MS);
    for (int length : new int[] {8, 16}) {
      int[] bytes = new int[length];
      for (int i = 0; i < Long.BYTES; i++) {
        bytes[i] = (int) (captured >>> (56 - 8 * i)) & 0xFF;
      }
      Packet packet = new RtpPacketBuilder().oneByteExtension(4, bytes).buildParsed(pool);
      packet.captureNs = NOW - 30 * MS;

      Packet sent = send(both, both, packet);

      long found = HeaderExtensions.find(sent, 4);
      assertThat(HeaderExtensions.length(found)).isEqualTo(16);
      long value = HeaderExtensions.offset(found);
      assertThat(Bytes.i64(sent.segment(), value)).isEqualTo(captured);
      assertThat(Bytes.i64(sent.segment(), value + 8) / (1L << 32)).isEqualTo(7);
    }
  }

  @Test
  void shouldNumberFramesOnWhenTheSlotShowsAnotherTrack() {
    RtpParameters both = rtp(Map.of(HeaderExtensionId.DEPENDENCY_DESCRIPTOR, 4));
    ExtensionWriter writer = new ExtensionWriter(both, NTP_OFFSET);
    int expected = -1;
    for (int first : new int[] {0xFFFE, 100, 99, 30_000}) {
      ExtensionRelay relay = new ExtensionRelay(both, both);
      for (int frame = 0; frame < 4; frame++) {
        for (int repeat = 0; repeat < 2; repeat++) {
          int number = (first + frame) & 0xFFFF;
          Packet packet =
              new RtpPacketBuilder()
                  .oneByteExtension(4, 0xC0, number >> 8, number & 0xFF)
                  .buildParsed(pool);
          byte[] sent = value(send(writer, relay, packet, false), 4);
          int sentNumber = (sent[1] & 0xFF) << 8 | (sent[2] & 0xFF);
          pool.release(packet);
          if (repeat == 0 && expected >= 0) {
            assertThat(sentNumber).isEqualTo(expected);
          }
          expected = (sentNumber + 1) & 0xFFFF;
          assertThat(sent[0]).isEqualTo((byte) 0xC0);
        }
      }
    }
    // So it goes on after a renegotiation.
    Packet packet = new RtpPacketBuilder().oneByteExtension(4, 0x80, 0, 0).buildParsed(pool);
    byte[] sent =
        value(
            send(new ExtensionWriter(both, writer), new ExtensionRelay(both, both), packet, false),
            4);
    assertThat((sent[1] & 0xFF) << 8 | (sent[2] & 0xFF)).isEqualTo(expected);
  }

  @Test
  void shouldTakeTheTwoByteFormOnlyWhereNeededAndAllowed() {
    Map<HeaderExtensionId, Integer> ids =
        Map.of(HeaderExtensionId.MID, 1, HeaderExtensionId.COLOR_SPACE, 2);
    Packet hdr = new RtpPacketBuilder().twoByteExtension(2, new int[28]).buildParsed(pool);
    Packet plain = new RtpPacketBuilder().twoByteExtension(2, 1, 2, 3, 4).buildParsed(pool);

    assertThat(send(rtp(ids), rtp(ids), plain).extensionTwoByte).isFalse();
    Packet sent = send(rtp(ids), rtp(ids), hdr);
    assertThat(sent.extensionTwoByte).isTrue();
    assertThat(value(sent, 2)).hasSize(28);
    assertThat(value(sent, 1)).isEqualTo(MID);

    Packet unmixed = send(rtp(ids), rtp(false, ids), hdr);
    assertThat(unmixed.extensionTwoByte).isFalse();
    assertThat(has(unmixed, 2)).isFalse();
    assertThat(value(unmixed, 1)).isEqualTo(MID);

    Map<HeaderExtensionId, Integer> high =
        Map.of(HeaderExtensionId.MID, 1, HeaderExtensionId.COLOR_SPACE, 255);
    Packet highId = send(rtp(ids), rtp(high), plain);
    assertThat(highId.extensionTwoByte).isTrue();
    assertThat(value(highId, 255)).containsExactly(1, 2, 3, 4);
    assertThat(value(send(rtp(high), rtp(ids), highId), 2)).containsExactly(1, 2, 3, 4);
  }

  @Test
  void shouldRelayNoDescriptorsToWhomTheirStructureDoesNotFit() {
    Map<HeaderExtensionId, Integer> ids =
        Map.of(HeaderExtensionId.MID, 1, HeaderExtensionId.DEPENDENCY_DESCRIPTOR, 2);
    Map<HeaderExtensionId, Integer> high =
        Map.of(HeaderExtensionId.MID, 1, HeaderExtensionId.DEPENDENCY_DESCRIPTOR, 20);
    Packet structure = new RtpPacketBuilder().twoByteExtension(2, new int[40]).buildParsed(pool);
    Packet plain = new RtpPacketBuilder().oneByteExtension(2, 0xC0, 0, 1).buildParsed(pool);
    for (Packet packet : List.of(structure, plain)) {
      assertThat(has(send(rtp(ids), rtp(false, ids), packet), 2)).isFalse();
      assertThat(has(send(rtp(ids), rtp(true, ids), packet), 2)).isTrue();
      assertThat(has(send(rtp(ids), rtp(false, high), packet), 20)).isTrue();
    }
  }

  @Test
  void shouldFillABlockToItsLimitAndNotBeyond() {
    Map<HeaderExtensionId, Integer> ids =
        Map.of(HeaderExtensionId.COLOR_SPACE, 1, HeaderExtensionId.PLAYOUT_DELAY, 2);
    int longest = 0;
    for (int length = 0; length < 256; length++) {
      Packet packet =
          new RtpPacketBuilder()
              .twoByteExtension(1, new int[200])
              .twoByteExtension(2, new int[length])
              .buildParsed(pool);
      longest = Math.max(longest, send(rtp(ids), rtp(ids), packet).headerLength);
      pool.release(packet);
    }
    // The block with its own header, the elements' headers and padding is then exactly full.
    assertThat(longest).isEqualTo(RtpHeaderWriter.FIXED_LENGTH + ExtensionWriter.MAX_LENGTH);
  }

  @Test
  void shouldNeitherFailNorGrowWithoutBoundsWhateverAPublisherSends() {
    Random random = new Random(5);
    Map<HeaderExtensionId, Integer> ids =
        Map.of(
            HeaderExtensionId.ABS_CAPTURE_TIME, 1,
            HeaderExtensionId.DEPENDENCY_DESCRIPTOR, 2,
            HeaderExtensionId.COLOR_SPACE, 3,
            HeaderExtensionId.VIDEO_ORIENTATION, 4);
    for (int round = 0; round < 20_000; round++) {
      int[] bytes = new int[4 * random.nextInt(round % 10 == 0 ? 250 : 12)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = random.nextInt(4) == 0 ? random.nextInt(256) : random.nextInt(40);
      }
      Packet packet =
          new RtpPacketBuilder()
              .rawExtension(random.nextBoolean() ? 0xBEDE : 0x1000, bytes)
              .buildParsed(pool);
      boolean mixed = random.nextBoolean();
      Packet sent = send(rtp(ids), rtp(mixed, ids), packet);
      assertThat(mixed || !sent.extensionTwoByte).isTrue();
      pool.release(packet);
    }
  }
}
