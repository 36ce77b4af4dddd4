package io.weir.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.rtp.RtpParser;
import io.weir.core.testkit.RtpPacketBuilder;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReceiveStreamTest {
  static final int SSRC = 0x11223344;
  static final int VP8 = 96;
  static final int VP8_RTX = 97;
  static final int THEORA = 100;
  private static final byte[] KEY_FRAME = {0x10, 0x10, 2, 10};
  private static final byte[] INTER_FRAME = {0x10, 0x11, 2, 10};

  private final PacketCounters counters = new PacketCounters();
  private final ReceiveStream stream = new ReceiveStream(video(), SSRC, counters);
  private final PacketPool pool = new PacketPool(Arena.ofAuto(), 2);

  static RtpParameters video() {
    return new RtpParameters(
        "v",
        MediaKind.VIDEO,
        List.of(codec(VP8, "VP8", VP8_RTX), codec(THEORA, "THEORA", CodecParameters.NO_RTX)),
        Map.of(HeaderExtensionId.AUDIO_LEVEL, 1),
        List.of(new EncodingParameters("", SSRC & 0xFFFF_FFFFL, 99)),
        "");
  }

  private static CodecParameters codec(int payloadType, String name, int rtx) {
    return new CodecParameters(payloadType, name, 90_000, 0, Map.of(), Set.of("nack"), rtx);
  }

  @Test
  void shouldExtendSequenceNumbersAndFindKeyFrames() {
    Packet first = packet(65_535, INTER_FRAME);
    assertThat(stream.handlePacket(first, 0)).isEqualTo(ReceiveStream.FORWARD);
    assertThat(first.extendedSequence).isEqualTo(65_536 + 65_535);
    assertThat(first.keyFrame).isFalse();

    Packet second = packet(0, KEY_FRAME);
    assertThat(stream.handlePacket(second, 0)).isEqualTo(ReceiveStream.FORWARD);
    assertThat(second.extendedSequence).isEqualTo(65_536 + 65_536);
    assertThat(second.keyFrame).isTrue();
  }

  @Test
  void shouldReadAudioLevels() {
    Packet packet = release(builder(1).oneByteExtension(1, 0x80 | 20).buildParsed(pool));
    stream.handlePacket(packet, 0);
    assertThat(packet.audioLevel).isEqualTo(20);

    packet = packet(2, INTER_FRAME);
    stream.handlePacket(packet, 0);
    assertThat(packet.audioLevel).isEqualTo(-1);
  }

  @Test
  void shouldDropAndCountDuplicatesAndOldPackets() {
    receive(5000);
    assertThat(receive(5000)).isEqualTo(ReceiveStream.DUPLICATE);
    assertThat(receive(5000 - 100)).isEqualTo(ReceiveStream.FORWARD);
    assertThat(receive(5000 - 2048)).isEqualTo(ReceiveStream.TOO_OLD);

    assertThat(counters.get(PacketCounter.RTP_DUPLICATE)).isEqualTo(1);
    assertThat(counters.get(PacketCounter.RTP_TOO_OLD)).isEqualTo(1);
  }

  @Test
  void shouldDropPayloadTypesThatItDoesNotUnderstand() {
    for (int payloadType : new int[] {THEORA, 127, 0}) {
      Packet packet = release(builder(1).payloadType(payloadType).buildParsed(pool));
      assertThat(stream.handlePacket(packet, 0)).isEqualTo(ReceiveStream.UNKNOWN_PAYLOAD_TYPE);
    }
    assertThat(counters.get(PacketCounter.RTP_UNKNOWN_PAYLOAD_TYPE)).isEqualTo(3);
  }

  @Test
  void shouldForwardPaddingAsAnEmptyPacketBecauseItHasASequenceNumber() {
    receive(1);
    Packet padding = release(builder(2).payload().padding(200).buildParsed(pool));

    assertThat(stream.handlePacket(padding, 0)).isEqualTo(ReceiveStream.FORWARD);
    assertThat(padding.keyFrame).isFalse();
    assertThat(padding.extendedSequence).isEqualTo(65_538);
    receive(3);
    assertThat(stream.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldRestoreRetransmittedPackets() {
    receive(10);
    receive(12);
    Packet packet =
        retransmission(
            new RtpPacketBuilder().marker(true).timestamp(777).oneByteExtension(1, 9), 11, 0x10);
    byte[] payload = {0x10, 0x10, 2, 10};

    assertThat(stream.handlePacket(packet, 0)).isEqualTo(ReceiveStream.FORWARD);

    assertThat(packet.extendedSequence).isEqualTo(65_536 + 11);
    assertThat(packet.keyFrame).isTrue();
    assertThat(RtpParser.parse(packet)).isTrue();
    assertThat(packet.ssrc).isEqualTo(SSRC);
    assertThat(packet.payloadType).isEqualTo(VP8);
    assertThat(packet.sequenceNumber).isEqualTo(11);
    assertThat(packet.timestamp).isEqualTo(777);
    assertThat(packet.marker).isTrue();
    assertThat(packet.payloadLength).isEqualTo(payload.length);
    for (int i = 0; i < payload.length; i++) {
      assertThat(Bytes.u8(packet.segment(), packet.payloadOffset() + i)).isEqualTo(payload[i]);
    }
    assertThat(counters.get(PacketCounter.RECEIVED_RETRANSMISSIONS)).isEqualTo(1);
    assertThat(stream.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    assertThat(receive(11)).isEqualTo(ReceiveStream.DUPLICATE);
  }

  @Test
  void shouldDropRetransmissionsThatNobodyNeeds() {
    assertThat(stream.handlePacket(retransmission(new RtpPacketBuilder(), 10, 0), 0))
        .isEqualTo(ReceiveStream.RTX_UNWANTED); // the stream has not begun
    receive(10);
    assertThat(stream.handlePacket(retransmission(new RtpPacketBuilder(), 10, 0), 0))
        .isEqualTo(ReceiveStream.RTX_UNWANTED);
    assertThat(stream.handlePacket(retransmission(new RtpPacketBuilder(), 30_000, 0), 0))
        .isEqualTo(ReceiveStream.TOO_OLD);
    Packet probe = release(builder(1).payloadType(VP8_RTX).payload().padding(99).buildParsed(pool));
    assertThat(stream.handlePacket(probe, 0)).isEqualTo(ReceiveStream.PADDING_ONLY);
    Packet half = release(builder(1).payloadType(VP8_RTX).payload((byte) 1).buildParsed(pool));
    assertThat(stream.handlePacket(half, 0)).isEqualTo(ReceiveStream.RTX_MALFORMED);
  }

  @Test
  void shouldFollowASenderThatStartsAnew() {
    receive(60_000);
    stream.onSenderReport(1, 2, 3);

    assertThat(receive(10_000)).isEqualTo(ReceiveStream.TOO_OLD);
    assertThat(stream.takeKeyFrameWanted()).isFalse();
    assertThat(receive(10_001)).isEqualTo(ReceiveStream.FORWARD);

    assertThat(stream.takeKeyFrameWanted()).isTrue();
    assertThat(stream.takeKeyFrameWanted()).isFalse();
    assertThat(stream.senderReport().isKnown()).isFalse();
    assertThat(receive(10_002)).isEqualTo(ReceiveStream.FORWARD);
    assertThat(stream.statistics().cumulativeLost()).isZero();
  }

  @Test
  void shouldNotTakeOneStrayPacketForANewStart() {
    receive(60_000);
    assertThat(receive(10_000)).isEqualTo(ReceiveStream.TOO_OLD);
    assertThat(receive(60_001)).isEqualTo(ReceiveStream.FORWARD);
    assertThat(receive(20_000)).isEqualTo(ReceiveStream.TOO_OLD);
  }

  @Test
  void shouldWantAKeyFrameAfterALongLoss() {
    receive(1);
    assertThat(receive(1500)).isEqualTo(ReceiveStream.FORWARD);

    assertThat(stream.takeKeyFrameWanted()).isTrue();
  }

  @Test
  void shouldAskForNothingWhenThereIsNoRoom() {
    receive(1);
    receive(3);
    RtcpWriter writer = new RtcpWriter();
    writer.wrap(MemorySegment.ofArray(new byte[15]), 0, 15);

    assertThat(stream.writeNack(writer, 1, 10_000_000)).isFalse();
    assertThat(stream.nextDeadlineNs()).isEqualTo(10_000_000);
    writer.wrap(MemorySegment.ofArray(new byte[16]), 0, 16);
    assertThat(stream.writeNack(writer, 1, 10_000_000)).isTrue();
    assertThat(counters.get(PacketCounter.NACKS_SENT)).isEqualTo(1);
  }

  @Test
  void shouldRememberSenderReports() {
    stream.onSenderReport(77, 88, 99);

    assertThat(stream.senderReport().isKnown()).isTrue();
    assertThat(stream.senderReport().ntp()).isEqualTo(77);
    assertThat(stream.senderReport().rtpTimestamp()).isEqualTo(88);
    assertThat(stream.senderReport().arrivalNs()).isEqualTo(99);
  }

  private int receive(int sequence) {
    return stream.handlePacket(packet(sequence, INTER_FRAME), 0);
  }

  private Packet packet(int sequence, byte[] payload) {
    return release(builder(sequence).payload(payload).buildParsed(pool));
  }

  private Packet retransmission(RtpPacketBuilder builder, int sequence, int firstPayloadByte) {
    byte[] payload = {
      (byte) (sequence >> 8), (byte) sequence, (byte) firstPayloadByte, 0x10, 2, 10
    };
    return release(builder.ssrc(99).payloadType(VP8_RTX).payload(payload).buildParsed(pool));
  }

  private static RtpPacketBuilder builder(int sequence) {
    return new RtpPacketBuilder().ssrc(SSRC).payloadType(VP8).sequence(sequence);
  }

  /** The test reads it before the pool hands it out again. */
  private Packet release(Packet packet) {
    pool.release(packet);
    return packet;
  }
}
