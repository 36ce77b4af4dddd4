package io.weir.core.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtcpWriterTest {
  private static final int US = 0x12345678;
  private static final int THEM = 0x23456789;

  private final byte[] bytes = new byte[1200];
  private final MemorySegment segment = MemorySegment.ofArray(bytes);
  private final RtcpWriter writer = new RtcpWriter();
  private final RtcpReader reader = new RtcpReader();

  @Test
  void shouldWriteSenderReportsThatTheReaderReads() {
    writer.wrap(segment, 0, bytes.length);
    assertThat(writer.senderReport(US, 0x0102030405060708L, 0xFFFF_FFF0L, 17, 1700)).isTrue();
    assertThat(writer.reportBlock(THEM, 255, -3, 0x1_0005L, 99, 0xABCD, 0x1234)).isTrue();
    assertThat(writer.reportBlock(7, 0, 8388607, 5, 1, 2, 3)).isTrue();

    read();

    assertThat(reader.next()).isTrue();
    assertThat(reader.count()).isEqualTo(2);
    assertThat(SenderReport.ssrc(reader)).isEqualTo(US);
    assertThat(SenderReport.ntp(reader)).isEqualTo(0x0102030405060708L);
    assertThat(SenderReport.rtpTimestamp(reader)).isEqualTo(0xFFFF_FFF0L);
    assertThat(SenderReport.packetCount(reader)).isEqualTo(17);
    assertThat(SenderReport.octetCount(reader)).isEqualTo(1700);
    assertThat(ReportBlock.ssrc(reader, 0)).isEqualTo(THEM);
    assertThat(ReportBlock.fractionLost(reader, 0)).isEqualTo(255);
    assertThat(ReportBlock.cumulativeLost(reader, 0)).isEqualTo(-3);
    assertThat(ReportBlock.highestSequence(reader, 0)).isEqualTo(0x1_0005L);
    assertThat(ReportBlock.jitter(reader, 0)).isEqualTo(99);
    assertThat(ReportBlock.lastSenderReport(reader, 0)).isEqualTo(0xABCD);
    assertThat(ReportBlock.delaySinceLastSenderReport(reader, 0)).isEqualTo(0x1234);
    assertThat(ReportBlock.cumulativeLost(reader, 1)).isEqualTo(8388607);
  }

  @Test
  void shouldWriteACompoundOfAllTypes() {
    writer.wrap(segment, 0, bytes.length);
    assertThat(writer.receiverReport(US)).isTrue();
    assertThat(writer.reportBlock(THEM, 1, 2, 3, 4, 5, 6)).isTrue();
    assertThat(writer.sourceDescription(US, "weir".getBytes(StandardCharsets.UTF_8))).isTrue();
    assertThat(writer.pictureLoss(US, THEM)).isTrue();
    assertThat(writer.bye(US)).isTrue();

    String hex = HexFormat.of().formatHex(bytes, 0, writer.length());

    assertThat(hex)
        .isEqualTo(
            "81c90007"
                + "12345678"
                + "23456789"
                + "01000002"
                + "00000003"
                + "00000004"
                + "00000005"
                + "00000006"
                + "81ca0003"
                + "12345678"
                + "01047765"
                + "69720000"
                + "81ce0002"
                + "12345678"
                + "23456789"
                + "81cb0001"
                + "12345678");
    read();
    for (int i = 0; i < 4; i++) {
      assertThat(reader.next()).isTrue();
    }
    assertThat(Bye.ssrc(reader, 0)).isEqualTo(US);
  }

  @Test
  void shouldEndSourceDescriptionsWithANullOctet() {
    for (int length = 0; length < 9; length++) {
      writer.wrap(segment, 0, bytes.length);
      assertThat(writer.sourceDescription(US, new byte[length])).isTrue();
      assertThat(writer.length() % 4).isZero();
      assertThat(writer.length()).isGreaterThan(4 + 4 + 2 + length);
    }
  }

  @Test
  void shouldPackLostSequenceNumbersIntoAsFewEntriesAsPossible() {
    writer.wrap(segment, 0, bytes.length);
    assertThat(writer.nack(US, THEM, new int[] {0, 1, 3, 8, 16}, 5)).isTrue();

    assertThat(HexFormat.of().formatHex(bytes, 0, writer.length()))
        .isEqualTo("81cd0003" + "12345678" + "23456789" + "00008085");
  }

  @Test
  void shouldReadBackAnyListOfLostSequenceNumbers() {
    Random random = new Random(5);
    for (int round = 0; round < 2000; round++) {
      int[] lost = new int[random.nextInt(1, 100)];
      int sequence = random.nextInt(65536);
      for (int i = 0; i < lost.length; i++) {
        sequence = (sequence + 1 + random.nextInt(20)) & 0xFFFF;
        lost[i] = sequence;
      }
      writer.wrap(segment, 0, bytes.length);
      assertThat(writer.nack(US, THEM, lost, lost.length)).isTrue();
      read();
      assertThat(reader.next()).isTrue();
      List<Integer> readBack = new ArrayList<>();
      Nack.forEachLost(reader, readBack::add);
      assertThat(readBack.stream().mapToInt(Integer::intValue).toArray()).isEqualTo(lost);
    }
  }

  @Test
  void shouldWriteNothingWhenThereIsNoRoom() {
    writer.wrap(segment, 0, 12);
    assertThat(writer.senderReport(US, 0, 0, 0, 0)).isFalse();
    assertThat(writer.nack(US, THEM, new int[] {1}, 1)).isFalse();
    assertThat(writer.sourceDescription(US, new byte[3])).isFalse();
    assertThat(writer.length()).isZero();
    assertThat(writer.receiverReport(US)).isTrue();
    assertThat(writer.reportBlock(THEM, 0, 0, 0, 0, 0, 0)).isFalse();
    assertThat(writer.pictureLoss(US, THEM)).isFalse();
    assertThat(writer.bye(US)).isFalse();
    assertThat(writer.length()).isEqualTo(8);
    assertThat(writer.remaining()).isEqualTo(4);
  }

  @Test
  void shouldAddAtMost31BlocksAndOnlyToReports() {
    writer.wrap(segment, 0, bytes.length);
    assertThat(writer.reportBlock(THEM, 0, 0, 0, 0, 0, 0)).isFalse();
    assertThat(writer.receiverReport(US)).isTrue();
    for (int i = 0; i < 31; i++) {
      assertThat(writer.reportBlock(i, 0, 0, 0, 0, 0, 0)).isTrue();
    }
    assertThat(writer.reportBlock(31, 0, 0, 0, 0, 0, 0)).isFalse();
    assertThat(writer.pictureLoss(US, THEM)).isTrue();
    assertThat(writer.reportBlock(THEM, 0, 0, 0, 0, 0, 0)).isFalse();
    read();
  }

  private void read() {
    assertThat(reader.wrap(segment, 0, writer.length())).isTrue();
  }
}
