package io.weir.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import io.weir.core.rtp.HeaderExtensions;
import io.weir.core.rtp.RtpParser;
import io.weir.core.sequence.SequenceNumbers;
import io.weir.core.testkit.RtpPacketBuilder;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SendStreamTest {
  private static final long MS = 1_000_000;
  private static final long NOW = 1_000_000 * MS;
  private static final long NTP_OFFSET = 3_900_000_000L * 1000 * MS;
  private static final int SSRC = 0x0A0B_0C0D;
  private static final int RTX_SSRC = 0x0A0B_0C0E;
  private static final int MID_EXTENSION = 4;
  private static final int LEVEL_EXTENSION = 1;
  private static final byte[] MID = {'m', '7'};
  private static final int RTX = 121;

  private final PacketCounters counters = new PacketCounters();
  private final PacketPool pool = new PacketPool(Arena.ofAuto(), 64);
  private final PacketHistory history = new PacketHistory(32, pool::release);
  private final MemorySegment out = Arena.ofAuto().allocate(SendStream.MAX_PACKET);
  private final SendStream stream = stream(MediaKind.VIDEO);
  private long frames;

  private SendStream stream(MediaKind kind) {
    return new SendStream(parameters(kind, 120), counters, 0x1234_7FFF_0000_0000L, NTP_OFFSET, NOW);
  }

  private static RtpParameters parameters(MediaKind kind, int payloadType) {
    boolean video = kind == MediaKind.VIDEO;
    return new RtpParameters(
        "m7",
        kind,
        List.of(codec(payloadType, video ? RTX : CodecParameters.NO_RTX)),
        Map.of(
            HeaderExtensionId.MID, MID_EXTENSION, HeaderExtensionId.AUDIO_LEVEL, LEVEL_EXTENSION),
        List.of(
            new EncodingParameters("", SSRC, video ? RTX_SSRC : EncodingParameters.UNKNOWN_SSRC)),
        "weir");
  }

  private static RtpParameters published() {
    return new RtpParameters(
        "p",
        MediaKind.VIDEO,
        List.of(codec(96, 97)),
        Map.of(HeaderExtensionId.AUDIO_LEVEL, 9),
        List.of(new EncodingParameters("", 1, 2)),
        "client");
  }

  private static CodecParameters codec(int payloadType, int rtx) {
    return new CodecParameters(payloadType, "VP8", 90_000, 0, Map.of(), Set.of("nack"), rtx);
  }

  private SendBinding binding(int csrc, PacketHistory packets) {
    return new SendBinding(csrc, packets, published(), parameters(MediaKind.VIDEO, 120));
  }

  /** A packet of a track, kept in a history; its payload tells its number. */
  private Packet packet(PacketHistory packets, long sequence) {
    Packet packet =
        new RtpPacketBuilder()
            .payloadType(96)
            .sequence(sequence)
            .timestamp(sequence * 3_000)
            .payload((byte) sequence, (byte) (sequence >> 8), (byte) 3)
            .buildParsed(pool);
    packet.extendedSequence = sequence;
    packet.captureNs = NOW + frames++ * 33 * MS;
    packets.put(packet);
    return packet;
  }

  private Packet forward(SendStream slot, Packet packet) {
    int headerLength = slot.prepare(packet, out, 0, NOW);
    assertThat(headerLength).isPositive();
    byte[] bytes = Arrays.copyOf(bytes(headerLength), headerLength + 1);
    return parsed(bytes);
  }

  private Packet forward(long sequence) {
    return forward(stream, packet(history, sequence));
  }

  private Packet retransmit(int sequence, long nowNs) {
    int length = stream.prepareRetransmission(sequence, out, 0, nowNs);
    assertThat(length).isPositive();
    return parsed(bytes(length));
  }

  private int refuseRetransmission(int sequence, long nowNs) {
    return stream.prepareRetransmission(sequence, out, 0, nowNs);
  }

  private byte[] bytes(int length) {
    return out.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }

  private static Packet parsed(byte[] bytes) {
    Packet packet = RtpPacketBuilder.place(new PacketPool(Arena.ofAuto(), 1), bytes);
    assertThat(RtpParser.parse(packet)).isTrue();
    return packet;
  }

  private static int csrc(Packet packet) {
    return packet.segment().asSlice(packet.offset, 16).asByteBuffer().getInt(12);
  }

  private static byte[] payload(Packet packet) {
    return packet
        .segment()
        .asSlice(packet.payloadOffset(), packet.payloadLength)
        .toArray(ValueLayout.JAVA_BYTE);
  }

  @Test
  void shouldCountSequenceNumbersOnOverRebinds() {
    int expected = -1;
    for (int track = 1; track <= 20; track++) {
      PacketHistory packets = new PacketHistory(32, pool::release);
      stream.bind(binding(track, packets));
      long first = 70_000L * track;
      for (long sequence = first; sequence < first + 3; sequence++) {
        Packet sent = forward(stream, packet(packets, sequence));
        assertThat(sent.ssrc).isEqualTo(SSRC);
        assertThat(sent.payloadType).isEqualTo(120);
        assertThat(csrc(sent)).isEqualTo(track);
        if (expected >= 0) {
          assertThat(sent.sequenceNumber).isEqualTo(expected);
        }
        expected = SequenceNumbers.add(sent.sequenceNumber, 1);
      }
      packets.clear();
    }
    assertThat(stream.packetCount()).isEqualTo(60);
    assertThat(stream.octetCount()).isEqualTo(180);
  }

  @Test
  void shouldBeginInTheLowerHalfOfSequenceNumbers() {
    // RFC 3711 §3.3.1: a wrap-around before the receiver has seen a packet would be missed.
    stream.bind(binding(1, history));
    assertThat(forward(100_000).sequenceNumber).isLessThanOrEqualTo(0x8000);
  }

  @Test
  void shouldKeepTheGapsOfTheSourceForRetransmissionsToFill() {
    stream.bind(binding(1, history));
    int first = forward(70_000).sequenceNumber;
    assertThat(forward(70_003).sequenceNumber).isEqualTo(first + 3);
    assertThat(forward(70_001).sequenceNumber).isEqualTo(first + 1);
    assertThat(forward(70_004).sequenceNumber).isEqualTo(first + 4);
  }

  @Test
  void shouldRefusePacketsFromBeforeTheBinding() {
    stream.bind(binding(1, history));
    forward(70_000);
    assertThat(stream.prepare(packet(history, 69_999), out, 0, NOW)).isZero();
    assertThat(counters.get(PacketCounter.SLOT_TOO_OLD)).isEqualTo(1);
    assertThat(stream.packetCount()).isEqualTo(1);
  }

  @Test
  void shouldSendNothingWhileUnbound() {
    assertThat(stream.prepare(packet(history, 70_000), out, 0, NOW)).isZero();
    stream.bind(binding(1, history));
    forward(70_001);
    stream.unbind();
    assertThat(stream.prepare(packet(history, 70_002), out, 0, NOW)).isZero();
  }

  @Test
  void shouldCountWhatTheSubscriberCannotDecode() {
    stream.bind(binding(1, history));
    Packet packet = packet(history, 70_000);
    packet.payloadType = 98;
    assertThat(stream.prepare(packet, out, 0, NOW)).isZero();
    assertThat(counters.get(PacketCounter.SLOT_CODEC)).isEqualTo(1);
  }

  @Test
  void shouldAnswerFromTheOldTrackAfterARebind() {
    stream.bind(binding(1, history));
    Packet lost = forward(70_000);
    PacketHistory other = new PacketHistory(32, pool::release);
    stream.bind(binding(2, other));
    forward(stream, packet(other, 90_000));

    Packet resent = retransmit(lost.sequenceNumber, NOW);
    assertThat(resent.ssrc).isEqualTo(RTX_SSRC);
    assertThat(resent.payloadType).isEqualTo(RTX);
    assertThat(resent.timestamp).isEqualTo(lost.timestamp);
    assertThat(csrc(resent)).isEqualTo(1);
    byte[] original = {(byte) (70_000 & 0xFF), (byte) (70_000 >> 8 & 0xFF), 3};
    byte[] number = {(byte) (lost.sequenceNumber >> 8), (byte) lost.sequenceNumber};
    assertThat(payload(resent)).startsWith(number).endsWith(original).hasSize(5);
    assertThat(counters.get(PacketCounter.SENT_RETRANSMISSIONS)).isEqualTo(1);
  }

  @Test
  void shouldMarkPaddingWithoutCountingItAndLeaveItOutOfRetransmissions() {
    stream.bind(binding(1, history));
    Packet packet = packet(history, 70_000);
    packet.padding = 5;
    int headerLength = stream.prepare(packet, out, 0, NOW);
    byte[] sent = Arrays.copyOf(bytes(headerLength), headerLength + 8);
    sent[headerLength + 7] = 5;
    Packet lost = parsed(sent);
    assertThat(lost.payloadLength).isEqualTo(3);
    assertThat(lost.extensionLength).as("MID").isPositive();
    assertThat(stream.octetCount()).isEqualTo(3);

    Packet resent = retransmit(lost.sequenceNumber, NOW);
    assertThat(resent.length - resent.headerLength).as("number and payload").isEqualTo(5);
    assertThat(resent.payloadLength).isEqualTo(5);
  }

  @Test
  void shouldGiveUpWhatHistoryNoLongerHolds() {
    stream.bind(binding(1, history));
    Packet lost = forward(70_000);
    history.clear();
    assertThat(refuseRetransmission(lost.sequenceNumber, NOW)).isZero();
    assertThat(refuseRetransmission(lost.sequenceNumber + 1, NOW)).isZero();
    assertThat(refuseRetransmission(lost.sequenceNumber + 30_000, NOW)).isZero();
    assertThat(counters.get(PacketCounter.NACK_EXPIRED)).isEqualTo(3);
  }

  @Test
  void shouldForgetBindingsOfLongAgo() {
    stream.bind(binding(1, history));
    Packet lost = forward(70_000);
    for (int i = 1; i < 8; i++) {
      stream.bind(binding(2, history));
      forward(70_000 + i);
    }
    stream.bind(binding(2, history)); // Of no importance before its first packet.
    assertThat(retransmit(lost.sequenceNumber, NOW).ssrc).isEqualTo(RTX_SSRC);
    forward(70_008);
    assertThat(refuseRetransmission(lost.sequenceNumber, NOW + 100 * MS)).isZero();
  }

  @Test
  void shouldNeverRestartTheSequenceOfRetransmissions() {
    int expected = -1;
    for (int track = 1; track < 5; track++) {
      stream.bind(binding(track, history));
      Packet lost = forward(70_000 + track);
      int number = retransmit(lost.sequenceNumber, NOW + 100L * track * MS).sequenceNumber;
      if (expected >= 0) {
        assertThat(number).isEqualTo(expected);
      }
      expected = SequenceNumbers.add(number, 1);
    }
  }

  @Test
  void shouldNotResendAPacketAgainWithinAShortTime() {
    stream.bind(binding(1, history));
    int lost = forward(70_000).sequenceNumber;
    retransmit(lost, NOW);
    for (long ns = NOW; ns < NOW + 20 * MS; ns += MS) {
      assertThat(refuseRetransmission(lost, ns)).isZero();
    }
    assertThat(counters.get(PacketCounter.NACK_THROTTLED)).isEqualTo(20);
    retransmit(lost, NOW + 20 * MS);
  }

  @Test
  void shouldNameItsMLineInItsFirstPacketsOnly() {
    stream.bind(binding(1, history));
    for (int i = 0; i < 150; i++) {
      boolean named = HeaderExtensions.valueEquals(forward(70_000 + i), MID_EXTENSION, MID);
      assertThat(named).as("packet " + i).isEqualTo(i < 100);
    }
  }

  @Test
  void shouldNameItsMLineInEveryRetransmission() {
    stream.bind(binding(1, history));
    for (int i = 0; i < 150; i++) {
      forward(70_000 + i);
    }
    for (int i = 0; i < 150; i++) {
      int lost = forward(70_150 + i).sequenceNumber;
      boolean named = HeaderExtensions.valueEquals(retransmit(lost, NOW), MID_EXTENSION, MID);
      assertThat(named).as("retransmission " + i).isTrue();
    }
  }

  @Test
  void shouldNameItsMLineInPadding() {
    stream.bind(binding(1, history));
    forward(70_000);
    Packet padding = parsed(bytes(stream.prepareProbe(out, 0, NOW)));
    assertThat(padding.payloadLength).isZero();
    assertThat(HeaderExtensions.valueEquals(padding, MID_EXTENSION, MID)).isTrue();
  }

  @Test
  void shouldMarkTheFirstAudioPacketOfEachBinding() {
    SendStream audio = stream(MediaKind.AUDIO);
    for (int track = 1; track < 4; track++) {
      audio.bind(binding(track, history));
      assertThat(forward(audio, packet(history, 70_000 + 10L * track)).marker).isTrue();
      assertThat(forward(audio, packet(history, 70_001 + 10L * track)).marker).isFalse();
    }
  }

  @Test
  void shouldGoOnWithItsNumbersAfterARenegotiation() {
    stream.bind(binding(1, history));
    Packet before = forward(70_000);
    int resent = retransmit(before.sequenceNumber, NOW).sequenceNumber;
    RtpParameters again = parameters(MediaKind.VIDEO, 100);
    SendStream next = new SendStream(again, stream);
    next.bind(new SendBinding(1, history, published(), again));
    Packet after = forward(next, packet(history, 70_010));
    assertThat(after.payloadType).isEqualTo(100);
    assertThat(after.sequenceNumber).isEqualTo(SequenceNumbers.add(before.sequenceNumber, 1));
    assertThat((int) (after.timestamp - before.timestamp)).isPositive();
    int length = next.prepareRetransmission(after.sequenceNumber, out, 0, NOW);
    Packet resentAgain = parsed(bytes(length));
    assertThat(resentAgain.sequenceNumber).isEqualTo(SequenceNumbers.add(resent, 1));
    assertThat(resentAgain.payloadType).isEqualTo(RTX);
  }

  private static RtpParameters audio(Map<HeaderExtensionId, Integer> ids, CodecParameters... of) {
    return new RtpParameters(
        "a",
        MediaKind.AUDIO,
        List.of(of),
        ids,
        List.of(new EncodingParameters("", SSRC, EncodingParameters.UNKNOWN_SSRC)),
        "");
  }

  private static CodecParameters sound(int payloadType, String name, int clockRate, String format) {
    Map<String, String> parameters = format.isEmpty() ? Map.of() : Map.of(format, "");
    int channels = clockRate == 8_000 ? 1 : 2;
    return new CodecParameters(
        payloadType, name, clockRate, channels, parameters, Set.of(), CodecParameters.NO_RTX);
  }

  /** RFC 2198: 3 bytes from 20 ms ago and 4 of the primary block. */
  private Packet redundant(long sequence, int primaryType) {
    Packet packet =
        new RtpPacketBuilder()
            .payloadType(63)
            .sequence(sequence)
            .timestamp(sequence * 960)
            .payload(
                (byte) (0x80 | 111),
                (byte) (960 >> 6),
                (byte) (960 << 2),
                (byte) 3,
                (byte) primaryType,
                (byte) 7,
                (byte) 7,
                (byte) 7,
                (byte) 1,
                (byte) 2,
                (byte) 3,
                (byte) 4)
            .buildParsed(pool);
    packet.extendedSequence = sequence;
    packet.captureNs = NOW + sequence * 20 * MS;
    return packet;
  }

  @Test
  void shouldSendRedundancyOnlyToWhomItMeansTheSame() {
    CodecParameters opus = sound(111, "OPUS", 48_000, "");
    RtpParameters published = audio(Map.of(), sound(63, "RED", 48_000, "111/111"), opus);

    RtpParameters same = audio(Map.of(), opus, sound(70, "RED", 48_000, "111/111"));
    SendStream whole = new SendStream(same, counters, 0, NTP_OFFSET, NOW);
    whole.bind(new SendBinding(1, null, published, same));
    assertThat(forward(whole, redundant(1, 111)).payloadType).isEqualTo(70);
    assertThat(whole.preparedPayloadSkip()).isZero();

    for (CodecParameters[] codecs :
        new CodecParameters[][] {
          {sound(109, "OPUS", 48_000, "")},
          {sound(109, "OPUS", 48_000, ""), sound(70, "RED", 48_000, "109/109")}
        }) {
      RtpParameters other = audio(Map.of(), codecs);
      assertThat(SendBinding.decodable(published.codecs(), other.codecs())).isTrue();
      SendStream plain = new SendStream(other, counters, 0, NTP_OFFSET, NOW);
      plain.bind(new SendBinding(1, null, published, other));
      assertThat(forward(plain, redundant(1, 111)).payloadType).isEqualTo(109);
      assertThat(plain.preparedPayloadSkip()).isEqualTo(8);
      assertThat(plain.octetCount()).isEqualTo(4);
      // Another primary codec than the negotiated one, and blocks that do not fit.
      assertThat(plain.prepare(redundant(2, 110), out, 0, NOW)).isZero();
      Packet cut = redundant(2, 111);
      cut.payloadLength = 7;
      assertThat(plain.prepare(cut, out, 0, NOW)).isZero();
      // Numbers go on as if those two had been lost on the way here.
      assertThat(forward(plain, redundant(3, 111)).sequenceNumber).isEqualTo(3);
    }
    assertThat(counters.get(PacketCounter.RED_MALFORMED)).isEqualTo(4);
    assertThat(SendBinding.decodable(published.codecs(), List.of(sound(0, "PCMU", 8_000, ""))))
        .isFalse();
  }

  @Test
  void shouldCountTimeInTheClockOfWhatItShows() {
    CodecParameters opus = sound(111, "OPUS", 48_000, "");
    CodecParameters pcmu = sound(0, "PCMU", 8_000, "");
    RtpParameters slot = audio(Map.of(), opus, pcmu);
    SendStream sound = new SendStream(slot, counters, 0, NTP_OFFSET, NOW);
    long sequence = 1;
    for (CodecParameters codec : List.of(opus, pcmu, opus)) {
      sound.bind(new SendBinding(1, null, audio(Map.of(), codec), slot));
      long before = -1;
      for (int i = 0; i < 10; i++) {
        Packet packet =
            new RtpPacketBuilder()
                .payloadType(codec.payloadType())
                .sequence(sequence)
                .timestamp(sequence * codec.clockRate() / 50)
                .buildParsed(pool);
        packet.extendedSequence = sequence;
        packet.captureNs = NOW + sequence * 20 * MS;
        sequence++;
        Packet sent = forward(sound, packet);
        pool.release(packet);
        if (before >= 0) {
          assertThat(sent.timestamp - before).isEqualTo(codec.clockRate() / 50);
        }
        before = sent.timestamp;
        assertThat(sound.timestampAt(packet.captureNs) - (int) before).isBetween(-2, 2);
      }
    }
  }
}
