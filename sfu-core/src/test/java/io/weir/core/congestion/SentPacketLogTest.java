package io.weir.core.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentPacketLogTest {
  private static final long START_NS = 5_000_000_000_000L;
  private static final long MS = 1_000_000;

  private final SentPacketLog log = new SentPacketLog();

  @Test
  void shouldRememberSizeTimeAndBurstOfAPacket() {
    int number = log.add(1234, 17, START_NS);

    long entry = log.find(number);
    assertThat(SentPacketLog.size(entry)).isEqualTo(1234);
    assertThat(SentPacketLog.cluster(entry)).isEqualTo(17);
    assertThat(SentPacketLog.sentNs(entry, START_NS + 70 * MS))
        .isBetween(START_NS - 4096, START_NS);
    assertThat(SentPacketLog.isReceived(entry)).isFalse();
  }

  @Test
  void shouldNumberOnWhenNumbersWrapAround() {
    int last = 0;
    for (int i = 0; i < 70_000; i++) {
      last = log.add(i % 1000 + 1, 0, START_NS + i * MS);
    }

    assertThat(last).isEqualTo(70_000 & 0xFFFF);
    assertThat(SentPacketLog.size(log.find(log.extend(last)))).isEqualTo(69_999 % 1000 + 1);
    assertThat(log.sentPackets()).isEqualTo(70_000);
  }

  @Test
  void shouldNotKnowWhatWasNeverSentOrIsTooOld() {
    assertThat(log.find(1)).isEqualTo(SentPacketLog.UNKNOWN);

    int first = log.add(100, 0, START_NS);
    assertThat(log.find(first + 1)).isEqualTo(SentPacketLog.UNKNOWN);
    assertThat(log.find(0)).isEqualTo(SentPacketLog.UNKNOWN);
    for (int i = 0; i < SentPacketLog.SILENT_CAPACITY; i++) {
      log.add(100, 0, START_NS);
    }
    assertThat(log.find(first)).isEqualTo(SentPacketLog.UNKNOWN);
    assertThat(log.find(first + 1)).isNotEqualTo(SentPacketLog.UNKNOWN);
  }

  @Test
  void shouldStaySmallWhileFeedbackComesBack() {
    for (int i = 0; i < 10_000; i++) {
      log.markReceived(log.add(1000, 0, START_NS + i * MS));
    }

    assertThat(log.capacity()).isEqualTo(SentPacketLog.FIRST_CAPACITY);
  }

  @Test
  void shouldGrowWithWhatIsInFlightButNotWithoutEnd() {
    log.expectFeedback();
    for (int i = 0; i < 1000; i++) {
      log.add(1000 + i % 7, 0, START_NS);
    }
    assertThat(log.capacity()).isEqualTo(1024);
    for (int i = 0; i < 1000; i++) {
      assertThat(SentPacketLog.size(log.find(i + 1))).isEqualTo(1000 + i % 7);
    }

    for (int i = 0; i < 20_000; i++) {
      log.add(1000, 0, START_NS);
    }
    assertThat(log.capacity()).isEqualTo(SentPacketLog.MAX_CAPACITY);
  }

  @Test
  void shouldWaitOnlyForPacketsThatNobodyReportedOn() {
    int first = log.add(1000, 0, START_NS);
    int second = log.add(1000, 0, START_NS + 900 * MS);

    assertThat(log.isWaiting(1000 * MS, START_NS + 999 * MS)).isFalse();
    assertThat(log.isWaiting(1000 * MS, START_NS + 1001 * MS)).isTrue();
    log.markReceived(first);
    assertThat(log.isWaiting(1000 * MS, START_NS + 1001 * MS)).isFalse();
    assertThat(log.isWaiting(1000 * MS, START_NS + 1901 * MS)).isTrue();
    log.markMissing(second);
    assertThat(log.isWaiting(1000 * MS, START_NS + 1901 * MS)).isFalse();
  }
}
