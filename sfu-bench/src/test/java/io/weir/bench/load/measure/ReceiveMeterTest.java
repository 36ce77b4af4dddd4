package io.weir.bench.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** What is measured of one stream, in virtual time. */
class ReceiveMeterTest {
  private static final long MILLI = 1_000_000;
  private static final long FRAME_NS = 33 * MILLI;

  private final MediaMeter totals = new MediaMeter();
  private final ReceiveMeter meter = new ReceiveMeter(totals, false);

  @Test
  void shouldMeasureTheDelayOfEachPacketExactly() {
    for (int i = 0; i < 100; i++) {
      packet(1, i, i == 0).arrive(meter, 1_000 + i, false, i * FRAME_NS + (i + 1) * MILLI);
    }
    DelaySummary delay = DelaySummary.of(videoDelay());
    assertThat(delay.count()).isEqualTo(100);
    assertThat(delay.min()).isBetween(1_000L, 1_010L);
    assertThat(delay.p50()).isBetween(50_000L, 50_400L);
    assertThat(delay.max()).isBetween(100_000L, 100_800L);
  }

  @Property
  void shouldAgreeWithAListOfWhatCame(
      @ForAll @Size(min = 1, max = 300) List<@IntRange(min = 0, max = 120) Integer> numbers) {
    MediaMeter sums = new MediaMeter();
    ReceiveMeter measured = new ReceiveMeter(sums, false);
    Set<Integer> came = new HashSet<>();
    int duplicates = 0;
    int reordered = 0;
    int highest = -1;
    for (int number : numbers) {
      // Far from the first one, so that nothing comes before it.
      int shifted = came.isEmpty() ? 0 : number + 1;
      packet(1, shifted, false).arrive(measured, 1_000 + shifted, false, 0);
      if (!came.add(shifted)) {
        duplicates++;
      } else if (shifted < highest) {
        reordered++;
      }
      highest = Math.max(highest, shifted);
    }
    PacketTruth truth = measured.packets();
    assertThat(truth.expected()).isEqualTo(highest + 1);
    assertThat(truth.received()).isEqualTo(came.size());
    assertThat(truth.duplicates()).isEqualTo(duplicates);
    assertThat(truth.reordered()).isEqualTo(reordered);
    assertThat(sums.totals().truth()).isEqualTo(truth);
  }

  @Test
  void shouldNotCountWhatTheServerLeftOutBeforeAKeyFrame() {
    packet(1, 0, true).arrive(meter, 500, false, 0);
    // Packets 1 to 9 were not forwarded: the next RTP sequence number is that of a key frame.
    packet(1, 10, true).arrive(meter, 501, false, 0);
    packet(1, 11, false).arrive(meter, 502, false, 0);

    assertThat(meter.packets()).isEqualTo(new PacketTruth(3, 3, 0, 0, 0, 9));
  }

  @Test
  void shouldCountWhatAServerHidesByRenumbering() {
    packet(1, 0, true).arrive(meter, 500, false, 0);
    packet(1, 3, false).arrive(meter, 501, false, 0);

    assertThat(meter.packets().lost()).isEqualTo(2);
  }

  @Test
  void shouldCountEachSourceByItself() {
    packet(1, 70, true).arrive(meter, 500, false, 0);
    packet(1, 73, false).arrive(meter, 503, false, 0);
    packet(2, 9_000, true).arrive(meter, 504, false, 0);
    packet(1, 71, false).arrive(meter, 501, true, 0); // late, of what was shown before
    packet(2, 9_001, false).arrive(meter, 505, false, 0);

    assertThat(meter.packets()).isEqualTo(new PacketTruth(6, 5, 1, 0, 0, 0));
    assertThat(meter.sources()).isEqualTo(2);
    assertThat(meter.source()).isEqualTo(2);
  }

  @Test
  void shouldCountRepairsAndCopies() {
    packet(1, 0, true).arrive(meter, 500, false, 0);
    packet(1, 2, false).arrive(meter, 502, false, 0);
    packet(1, 1, false).arrive(meter, 501, true, 0);
    packet(1, 1, false).arrive(meter, 501, false, 0);
    meter.onCopy();

    assertThat(meter.packets()).isEqualTo(new PacketTruth(3, 3, 1, 2, 0, 0));
  }

  @Test
  void shouldFallBackToSequenceNumbersWithoutMarker() {
    MemorySegment memory = MemorySegment.ofArray(new byte[300]);
    for (long sequence : new long[] {5, 6, 8, 8, 7, 12}) {
      meter.onPacket(memory, 0, 100, sequence, false, null, true, 0, 0);
    }
    assertThat(meter.isMarked()).isFalse();
    assertThat(meter.packets()).isEqualTo(new PacketTruth(8, 5, 0, 1, 1, 0));
  }

  private Histogram videoDelay() {
    Histogram video = MediaMeter.newHistogram();
    totals.addDelaysTo(video, MediaMeter.newHistogram());
    return video;
  }

  /** A frame of one packet. */
  private static MarkedPacket packet(int source, long number, boolean key) {
    return new MarkedPacket(source, number, number, 0, 1, key, number * FRAME_NS);
  }
}
