package io.weir.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.rtcp.ReportBlock;
import io.weir.core.rtcp.RtcpReader;
import io.weir.core.rtcp.RtcpWriter;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class ReceiveStatisticsTest {
  private static final long MS = 1_000_000;
  private static final int CLOCK = 90_000;
  private static final long BASE = 65_536;

  private final ReceiveStatistics statistics = new ReceiveStatistics();
  private final LastSenderReport senderReport = new LastSenderReport();
  private final RtcpWriter writer = new RtcpWriter();
  private final RtcpReader reader = new RtcpReader();

  @Test
  void shouldWriteNoBlockBeforeTheFirstPacket() {
    writer.wrap(MemorySegment.ofArray(new byte[100]), 0, 100);
    writer.receiverReport(1);

    assertThat(statistics.writeReportBlock(writer, 2, senderReport, 0)).isFalse();
  }

  @Test
  void shouldReportLossSinceTheLastReport() {
    packet(BASE, 0);
    packet(BASE + 1, 10);
    packet(BASE + 3, 30); // one of four is missing
    report(0);
    assertThat(ReportBlock.fractionLost(reader, 0)).isEqualTo(64);
    assertThat(ReportBlock.cumulativeLost(reader, 0)).isEqualTo(1);
    assertThat(ReportBlock.highestSequence(reader, 0)).isEqualTo(3);

    packet(BASE + 4, 40);
    packet(BASE + 5, 50);
    report(0);
    assertThat(ReportBlock.fractionLost(reader, 0)).isZero();
    assertThat(ReportBlock.cumulativeLost(reader, 0)).isEqualTo(1);
  }

  @Test
  void shouldReportNegativeLossForDuplicates() {
    packet(BASE, 0);
    packet(BASE, 0);
    packet(BASE, 0);
    report(0);

    assertThat(ReportBlock.fractionLost(reader, 0)).isZero();
    assertThat(ReportBlock.cumulativeLost(reader, 0)).isEqualTo(-2);
  }

  @Test
  void shouldCountCyclesInTheHighestSequenceNumber() {
    packet(BASE + 65_535, 0);
    packet(BASE + 65_536, 10);
    report(0);

    assertThat(ReportBlock.highestSequence(reader, 0)).isEqualTo(1 << 16);
    assertThat(ReportBlock.cumulativeLost(reader, 0)).isZero();
  }

  @Test
  void shouldReportTheLastSenderReport() {
    packet(BASE, 0);
    report(0);
    assertThat(ReportBlock.lastSenderReport(reader, 0)).isZero();
    assertThat(ReportBlock.delaySinceLastSenderReport(reader, 0)).isZero();

    senderReport.update(0x1111_2222_3333_4444L, 0, 1000 * MS);
    report(1500 * MS);
    assertThat(ReportBlock.lastSenderReport(reader, 0)).isEqualTo(0x2222_3333);
    assertThat(ReportBlock.delaySinceLastSenderReport(reader, 0)).isEqualTo(1 << 15);
  }

  @Test
  void shouldMeasureNoJitterInAnEvenStream() {
    for (int i = 0; i < 100; i++) {
      packet(BASE + i, i * 10L);
    }
    assertThat(statistics.jitter()).isZero();
  }

  @Test
  void shouldMeasureJitterAsRfc3550Does() {
    double jitter = 0;
    for (int i = 0; i < 2000; i++) {
      long lateMs = i % 2 == 0 ? 0 : 4;
      packetAt(BASE + i, i * 10L, (i * 10L + lateMs) * MS);
      if (i > 0) {
        jitter += (4 * 90 - jitter) / 16;
      }
    }
    assertThat((double) statistics.jitter()).isBetween(jitter - 2, jitter + 2);
  }

  @Test
  void shouldTakePausesForNoJitter() {
    packet(BASE, 0);
    packetAt(BASE + 1, 10, 60_000 * MS);

    assertThat(statistics.jitter()).isZero();
  }

  @Test
  void shouldMeasureJitterOfOneClockAtATime() {
    for (int i = 0; i < 50; i++) {
      packetAt(BASE + 2L * i, i * 10L, (i * 10L + i % 2 * 4L) * MS);
    }
    assertThat(statistics.jitter()).isPositive();
    statistics.onPacket(BASE + 101, 77, 100, 600 * MS, 8_000);
    assertThat(statistics.jitter()).isZero();
    packetAt(BASE + 99, 495, 610 * MS); // late, of the clock before
    statistics.onPacket(BASE + 102, 77 + 160, 100, 620 * MS, 8_000);
    assertThat(statistics.jitter()).isZero();
  }

  @Test
  void shouldBeginAnewAfterARestart() {
    packet(BASE, 0);
    packet(BASE + 9, 90);
    statistics.restart();
    packet(5 * BASE, 100);
    packet(5 * BASE + 1, 110);
    report(0);

    assertThat(ReportBlock.cumulativeLost(reader, 0)).isZero();
    assertThat(ReportBlock.highestSequence(reader, 0)).isEqualTo(1);
  }

  private void packet(long sequence, long ms) {
    packetAt(sequence, ms, ms * MS);
  }

  private void packetAt(long sequence, long mediaMs, long arrivalNs) {
    statistics.onPacket(sequence, (mediaMs * 90) & 0xFFFF_FFFFL, 100, arrivalNs, CLOCK);
  }

  private void report(long nowNs) {
    MemorySegment segment = MemorySegment.ofArray(new byte[100]);
    writer.wrap(segment, 0, 100);
    assertThat(writer.receiverReport(1)).isTrue();
    assertThat(statistics.writeReportBlock(writer, 2, senderReport, nowNs)).isTrue();
    assertThat(reader.wrap(segment, 0, writer.length())).isTrue();
    assertThat(reader.next()).isTrue();
    assertThat(ReportBlock.ssrc(reader, 0)).isEqualTo(2);
  }
}
