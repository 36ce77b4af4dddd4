package io.weir.core.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StreamNumbersTest {
  private static final long NOW_NS = 5_000_000_000_000L;
  private static final long MS = 1_000_000;

  private final SentPacketLog log = new SentPacketLog();
  private final StreamNumbers stream = new StreamNumbers();

  private long send(StreamNumbers of, int sequence, long nowNs) {
    log.add(1_000, 0, nowNs);
    of.add(sequence, log.sentPackets(), log);
    return log.sentPackets();
  }

  @Test
  void shouldKnowNothingOfAStreamOfWhichNothingWasSent() {
    assertThat(stream.find(0)).isEqualTo(SentPacketLog.UNKNOWN);
    assertThat(stream.capacity()).isZero();
  }

  @Test
  void shouldTellPacketsOfStreamsApartThatShareTheirNumbers() {
    StreamNumbers other = new StreamNumbers();

    long first = send(stream, 65_535, NOW_NS);
    long second = send(other, 65_535, NOW_NS);
    long third = send(stream, 0, NOW_NS);

    assertThat(stream.find(65_535)).isEqualTo(first);
    assertThat(other.find(65_535)).isEqualTo(second);
    assertThat(stream.find(0)).isEqualTo(third);
    assertThat(other.find(0)).isEqualTo(SentPacketLog.UNKNOWN);
  }

  @Test
  void shouldNotTakeAPacketForTheOneThatHadItsPlaceBefore() {
    send(stream, 7, NOW_NS);
    int later = 7 + StreamNumbers.FIRST_CAPACITY;
    for (int sequence = 8; sequence <= later; sequence++) {
      log.markReceived(log.sentPackets());
      send(stream, sequence, NOW_NS);
    }

    assertThat(stream.capacity()).isEqualTo(StreamNumbers.FIRST_CAPACITY);
    assertThat(stream.find(7)).isEqualTo(SentPacketLog.UNKNOWN);
    assertThat(stream.find(later)).isEqualTo(log.sentPackets());
  }

  @Test
  void shouldForgetAPacketThatDidNotLeave() {
    send(stream, 7, NOW_NS);
    stream.remove(8);
    assertThat(stream.find(7)).isNotEqualTo(SentPacketLog.UNKNOWN);

    stream.remove(7);

    assertThat(stream.find(7)).isEqualTo(SentPacketLog.UNKNOWN);
  }

  @Test
  void shouldFindNothingForReportsThatAreRepeatedUntilTransportWideNumbersWrapAround() {
    send(stream, 7, NOW_NS);
    StreamNumbers other = new StreamNumbers();
    for (int i = 0; i < 0x10000; i++) {
      log.markReceived(log.sentPackets());
      send(other, i, NOW_NS + i * MS);
    }

    // The latest packet's transport-wide number ends in the same 16 bits.
    assertThat((int) log.sentPackets() & 0xFFFF).isEqualTo((int) stream.find(7) & 0xFFFF);
    assertThat(log.find(stream.find(7))).isEqualTo(SentPacketLog.UNKNOWN);
  }

  @Test
  void shouldGrowWithWhatIsInFlightOfAllStreamsButNotWithoutEnd() {
    log.expectFeedback();
    for (int i = 0; i < 20_000; i++) {
      send(stream, i, NOW_NS);
    }

    assertThat(stream.capacity()).isEqualTo(SentPacketLog.MAX_CAPACITY);
    for (int i = 20_000 - SentPacketLog.MAX_CAPACITY; i < 20_000; i++) {
      assertThat(log.find(stream.find(i))).isNotEqualTo(SentPacketLog.UNKNOWN);
    }
  }

  @Test
  void shouldStaySmallWhileReportsComeBack() {
    for (int i = 0; i < 10_000; i++) {
      log.markReceived(send(stream, i & 0xFFFF, NOW_NS + i * MS));
    }

    assertThat(stream.capacity()).isEqualTo(StreamNumbers.FIRST_CAPACITY);
  }

  @Property(tries = 300)
  void shouldFindEachPacketThatTheLogKnowsWhateverItsNumber(
      @ForAll @Size(max = 400) List<@IntRange(min = -40, max = 40) Integer> steps,
      @ForAll @IntRange(min = 0, max = 65_535) int first) {
    SentPacketLog all = new SentPacketLog();
    StreamNumbers numbers = new StreamNumbers();
    Map<Integer, Long> sent = new HashMap<>();
    int sequence = first;
    for (int step : steps) {
      sequence = (sequence + step) & 0xFFFF;
      all.add(1_000, 0, NOW_NS);
      numbers.add(sequence, all.sentPackets(), all);
      sent.put(sequence, all.sentPackets());
    }

    sent.forEach((number, transportWide) -> {
      if (all.find(transportWide) != SentPacketLog.UNKNOWN) {
        assertThat(numbers.find(number)).isEqualTo(transportWide);
      }
    });
  }
}
