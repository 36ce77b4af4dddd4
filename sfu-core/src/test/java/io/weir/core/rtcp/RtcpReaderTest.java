package io.weir.core.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Bytes;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtcpReaderTest {
  private static final String RECEIVER_REPORT = "80c90001" + "12345678";
  private static final String NACK = "81cd0003" + "12345678" + "23456789" + "00008085";
  private static final String REMB =
      "8fce0005" + "12345678" + "00000000" + "52454d42" + "0107fb93" + "23456789";
  // One packet, number 153, with padding.
  private static final String TRANSPORT_WIDE =
      "afcd0005" + "fa17fa17" + "43032fa0" + "00990001" + "3de80217" + "20019401";

  private final RtcpReader reader = new RtcpReader();

  @Test
  void shouldWalkTheWholeCompound() {
    assertThat(wrap(RECEIVER_REPORT + NACK + REMB)).isTrue();

    assertThat(reader.next()).isTrue();
    assertThat(reader.packetType()).isEqualTo(RtcpPacketType.RECEIVER_REPORT);
    assertThat(reader.count()).isZero();
    assertThat(reader.bodyLength()).isEqualTo(4);
    assertThat(reader.next()).isTrue();
    assertThat(reader.is(RtcpPacketType.TRANSPORT_FEEDBACK, RtcpPacketType.FORMAT_NACK)).isTrue();
    assertThat(reader.next()).isTrue();
    assertThat(reader.format()).isEqualTo(RtcpPacketType.FORMAT_APPLICATION);
    assertThat(reader.next()).isFalse();
  }

  @Test
  void shouldTakeReducedSizeCompounds() {
    assertThat(wrap(NACK)).isTrue();
  }

  @Test
  void shouldRefuseMalformedCompounds() {
    assertThat(wrap("")).isFalse();
    assertThat(wrap("80c9")).isFalse();
    assertThat(wrap("40c9000112345678")).isFalse(); // version 1
    assertThat(wrap("80c9000212345678")).isFalse(); // longer than the datagram
    assertThat(wrap(RECEIVER_REPORT + "0000")).isFalse(); // trailing bytes
    assertThat(wrap("81c9000112345678")).isFalse(); // promises a block
    assertThat(wrap("80c8000112345678")).isFalse(); // no sender info
    assertThat(wrap("82cb000112345678")).isFalse(); // promises two sources
    assertThat(wrap("81cd000112345678")).isFalse(); // feedback without media source
    assertThat(wrap("a0c9000212345678000000ff")).isFalse(); // more padding than body
    assertThat(wrap("a0c900021234567800000000")).isFalse(); // padding of 0
    assertThat(reader.next()).isFalse();
  }

  @Test
  void shouldLeavePaddingOut() {
    assertThat(wrap("a0c90002" + "12345678" + "00000004")).isTrue();
    assertThat(reader.next()).isTrue();
    assertThat(reader.bodyLength()).isEqualTo(4);
  }

  @Test
  void shouldReadLostSequenceNumbers() {
    assertThat(wrap(NACK)).isTrue();
    assertThat(reader.next()).isTrue();

    List<Integer> lost = new ArrayList<>();
    Nack.forEachLost(reader, lost::add);

    assertThat(lost).containsExactly(0, 1, 3, 8, 16);
    assertThat(Feedback.senderSsrc(reader)).isEqualTo(0x12345678);
    assertThat(Feedback.mediaSsrc(reader)).isEqualTo(0x23456789);
  }

  @Test
  void shouldReadReceiverEstimatedBitrate() {
    assertThat(wrap(REMB)).isTrue();
    assertThat(reader.next()).isTrue();

    assertThat(Remb.bitrate(reader)).isEqualTo(0x3fb93 * 2);
  }

  @Test
  void shouldTellRembFromOtherApplicationFeedback() {
    assertThat(wrap(REMB.replace("52454d42", "52454d43"))).isTrue();
    assertThat(reader.next()).isTrue();
    assertThat(Remb.bitrate(reader)).isEqualTo(Remb.NOT_REMB);

    assertThat(wrap(REMB.replace("0107fb93", "0207fb93"))).isTrue(); // a source is missing
    assertThat(reader.next()).isTrue();
    assertThat(Remb.bitrate(reader)).isEqualTo(Remb.NOT_REMB);

    assertThat(wrap(REMB.replace("0107fb93", "01ffffff"))).isTrue(); // exponent 63
    assertThat(reader.next()).isTrue();
    assertThat(Remb.bitrate(reader)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldReadFullIntraRequests() {
    assertThat(wrap("84ce0004" + "12345678" + "00000000" + "23456789" + "9a000000")).isTrue();
    assertThat(reader.next()).isTrue();

    assertThat(FullIntraRequest.entries(reader)).isEqualTo(1);
    assertThat(FullIntraRequest.ssrc(reader, 0)).isEqualTo(0x23456789);
    assertThat(FullIntraRequest.sequence(reader, 0)).isEqualTo(0x9a);
  }

  @Test
  void shouldReadTransportWideFeedback() {
    assertThat(statuses(TRANSPORT_WIDE))
        .containsExactly("153@" + (4_057_090L * 64_000_000 + 37_000_000));
    assertThat(TransportFeedback.feedbackCount(reader)).isEqualTo(23);
  }

  @Test
  void shouldReadAllChunkFormsOfTransportWideFeedback() {
    // Run of 3 missing, one-bit vector 10100000000000 (14), two-bit vector 10 00 01 then unused.
    String chunks = "0003" + "a800" + "e100";
    String deltas = "04" + "08" + "fff8" + "02" + "00";
    String head = "00000001" + "00000002" + "fffe0014" + "00000100";

    // With too few bytes of deltas nothing is visited.
    assertThat(statuses("8fcd0006" + head + chunks + "0000")).isEmpty();

    List<String> statuses = statuses("8fcd0007" + head + chunks + deltas);
    assertThat(statuses).hasSize(20);
    assertThat(statuses.subList(0, 7))
        .containsExactly("65534-", "65535-", "0-", "1@65000000", "2-", "3@67000000", "4-");
    assertThat(statuses.subList(17, 20)).containsExactly("15@65000000", "16-", "17@65500000");
  }

  @Test
  void shouldRefuseFeedbackThatClaimsToReportOnMorePacketsThanAnybodySends() {
    String ssrcs = "00000001" + "00000002";

    String most = "8fcd0005" + ssrcs + "0001" + "1000" + "00000100" + "1000" + "0000";
    assertThat(statuses(most)).hasSize(TransportFeedback.MAX_STATUSES);
    String more = "8fcd0005" + ssrcs + "0001" + "1001" + "00000100" + "1001" + "0000";
    assertThat(statuses(more)).isEmpty();
    String runs = "1fff".repeat(8) + "0007" + "0000";
    assertThat(statuses("8fcd0009" + ssrcs + "0001" + "ffff" + "00000100" + runs)).isEmpty();
  }

  @Test
  void shouldRefuseARunOfArrivalsWithoutRoomForTheirDeltas() {
    String head = "8fcd0006" + "00000001" + "00000002" + "00010005" + "00000100";

    assertThat(statuses(head + "2005" + "0404040404" + "00")).hasSize(5);
    assertThat(statuses(head + "4005" + "000400040004")).isEmpty();
  }

  @Test
  void shouldRefuseReservedSymbolsAndEmptyRuns() {
    String head = "8fcd0005" + "00000001" + "00000002" + "00010001" + "00000100";

    assertThat(statuses(head + "6001" + "0400")).isEmpty();
    assertThat(statuses(head + "2000" + "0400")).isEmpty();
    assertThat(statuses(head + "2001" + "0400")).hasSize(1);
  }

  @Test
  void shouldNeverReadBeyondRandomOrMutatedCompounds() {
    Random random = new Random(99);
    byte[] valid = HexFormat.of().parseHex(RECEIVER_REPORT + NACK + REMB + TRANSPORT_WIDE);
    for (int round = 0; round < 50_000; round++) {
      byte[] bytes = valid.clone();
      for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      if (random.nextInt(4) == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      readEverything(bytes);
    }
  }

  private void readEverything(byte[] bytes) {
    if (!reader.wrap(MemorySegment.ofArray(bytes), 0, bytes.length)) {
      assertThat(reader.next()).isFalse();
      return;
    }
    int[] visited = {0};
    while (reader.next()) {
      switch (reader.packetType()) {
        case RtcpPacketType.SENDER_REPORT, RtcpPacketType.RECEIVER_REPORT -> {
          for (int i = 0; i < reader.count(); i++) {
            visited[0] += ReportBlock.delaySinceLastSenderReport(reader, i);
          }
        }
        case RtcpPacketType.BYE -> {
          for (int i = 0; i < reader.count(); i++) {
            visited[0] += Bye.ssrc(reader, i);
          }
        }
        case RtcpPacketType.TRANSPORT_FEEDBACK -> {
          Nack.forEachLost(reader, sequence -> visited[0]++);
          TransportFeedback.parse(reader, new Recorder());
        }
        case RtcpPacketType.PAYLOAD_FEEDBACK -> {
          Remb.bitrate(reader);
          for (int i = 0; i < FullIntraRequest.entries(reader); i++) {
            visited[0] += FullIntraRequest.sequence(reader, i);
          }
        }
        default -> assertThat(reader.bodyLength()).isNotNegative();
      }
    }
  }

  private List<String> statuses(String hex) {
    assertThat(wrap(hex)).isTrue();
    assertThat(reader.next()).isTrue();
    Recorder recorder = new Recorder();
    TransportFeedback.parse(reader, recorder);
    return recorder.statuses;
  }

  private boolean wrap(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    // Not at the beginning, so that offsets matter.
    MemorySegment segment = MemorySegment.ofArray(new byte[bytes.length + 3]);
    Bytes.copy(MemorySegment.ofArray(bytes), 0, segment, 3, bytes.length);
    return reader.wrap(segment, 3, bytes.length);
  }

  private static final class Recorder implements TransportFeedbackVisitor {
    final List<String> statuses = new ArrayList<>();

    @Override
    public void onReceived(int sequence, long arrivalNs) {
      statuses.add(sequence + "@" + arrivalNs);
    }

    @Override
    public void onMissing(int sequence) {
      statuses.add(sequence + "-");
    }
  }
}
