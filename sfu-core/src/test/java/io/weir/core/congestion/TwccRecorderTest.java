package io.weir.core.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.rtcp.RtcpReader;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.rtcp.TransportFeedback;
import io.weir.core.rtcp.TransportFeedbackVisitor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TwccRecorderTest {
  private static final long MS = 1_000_000;

  private final TwccRecorder recorder = new TwccRecorder();
  private final RtcpWriter writer = new RtcpWriter();
  private final RtcpReader reader = new RtcpReader();
  private final byte[] bytes = new byte[1200];
  private final MemorySegment segment = MemorySegment.ofArray(bytes);

  @Test
  void shouldHaveNothingToTellBeforeTheFirstPacket() {
    assertThat(recorder.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    assertThat(write(1000 * MS)).isFalse();
  }

  @Test
  void shouldTellOneIntervalAfterTheFirstPacket() {
    recorder.onPacket(7, 50 * MS);
    recorder.onPacket(8, 90 * MS);

    assertThat(recorder.nextDeadlineNs()).isEqualTo(150 * MS);
    assertThat(write(149 * MS)).isFalse();
    assertThat(feedback(150 * MS)).containsExactly("7@50000000", "8@90000000");
    assertThat(recorder.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldWaitLongerWhenTheFeedbackWouldTellOfFewPackets() {
    TwccRecorder patient = new TwccRecorder(TwccRecorder.MAX_INTERVAL_NS);
    for (int i = 0; i < TwccRecorder.WORTHWHILE - 1; i++) {
      patient.onPacket(i, 50 * MS);
    }
    assertThat(patient.nextDeadlineNs()).isEqualTo(300 * MS);

    patient.onPacket(100, 60 * MS);
    assertThat(patient.nextDeadlineNs()).isEqualTo(150 * MS);
  }

  @Test
  void shouldTellAtOnceWhenEnoughCameAtLast() {
    TwccRecorder patient = new TwccRecorder(TwccRecorder.MAX_INTERVAL_NS);
    for (int i = 0; i < TwccRecorder.WORTHWHILE - 1; i++) {
      patient.onPacket(i, 50 * MS);
    }
    patient.onPacket(100, 220 * MS);
    assertThat(patient.nextDeadlineNs()).isLessThanOrEqualTo(220 * MS);
    collect(patient, 220 * MS, new TreeMap<>());

    patient.onPacket(101, 230 * MS);
    assertThat(patient.nextDeadlineNs()).isEqualTo(480 * MS);
  }

  @Test
  void shouldWriteTheBytesThatTheDraftAsksFor() {
    for (int i = 0; i < 4; i++) {
      recorder.onPacket(0x0102 + i, 640 * MS + i * MS);
    }
    recorder.onPacket(0x0108, 740 * MS);

    assertThat(write(2000 * MS)).isTrue();
    assertThat(HexFormat.of().formatHex(bytes, 0, writer.length()))
        .isEqualTo(
            "8fcd0006"
                + "00000001"
                + "00000002"
                + "01020007" // base, count
                + "00000a00" // 10 * 64 ms, feedback 0
                + "d542" // two-bit vector: 1 1 1 1 0 0 2
                + "00040404" // small deltas
                + "0184"); // large delta: 97 ms
  }

  @Test
  void shouldTellMissingPacketsAndLateOnesAgain() {
    recorder.onPacket(10, 0);
    recorder.onPacket(12, MS);
    assertThat(feedback(100 * MS)).containsExactly("10@0", "11-", "12@1000000");

    recorder.onPacket(11, 150 * MS);
    recorder.onPacket(13, 151 * MS);
    assertThat(feedback(250 * MS)).containsExactly("11@150000000", "12@1000000", "13@151000000");
  }

  @Test
  void shouldKeepTheFirstArrivalOfADuplicate() {
    recorder.onPacket(10, 0);
    recorder.onPacket(10, 50 * MS);

    assertThat(feedback(100 * MS)).containsExactly("10@0");
    recorder.onPacket(10, 150 * MS);
    assertThat(recorder.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldContinueThroughTheWrapOfSequenceNumbers() {
    recorder.onPacket(65_535, 0);
    recorder.onPacket(1, MS);

    assertThat(feedback(100 * MS)).containsExactly("65535@0", "0-", "1@1000000");
  }

  @Test
  void shouldUseAnotherFeedbackWhenADeltaIsTooLarge() {
    recorder.onPacket(1, 0);
    recorder.onPacket(2, 9000 * MS);

    assertThat(feedback(9000 * MS)).containsExactly("1@0");
    assertThat(recorder.nextDeadlineNs()).isEqualTo(9000 * MS);
    assertThat(feedback(9000 * MS)).containsExactly("2@9000000000");
    assertThat(TransportFeedback.feedbackCount(reader)).isEqualTo(1);
  }

  @Test
  void shouldForgetWhatALongGapLeavesBehind() {
    recorder.onPacket(1, 0);
    recorder.onPacket(20_000, MS);

    List<String> statuses = feedback(100 * MS);

    assertThat(statuses).hasSize(TwccRecorder.WINDOW).endsWith("20000@1000000");
    assertThat(recorder.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldWriteNothingWhenThereIsNoRoom() {
    recorder.onPacket(1, 0);
    writer.wrap(segment, 0, 20);

    assertThat(recorder.writeFeedback(writer, 1, 2, 100 * MS)).isFalse();
    assertThat(feedback(100 * MS)).containsExactly("1@0");
  }

  @Test
  void shouldTellEveryArrivalInAnyPattern() {
    Random random = new Random(17);
    for (int round = 0; round < 200; round++) {
      tellEveryArrival(random);
    }
  }

  private void tellEveryArrival(Random random) {
    TwccRecorder fresh = new TwccRecorder();
    int base = random.nextInt(65_536);
    double loss = random.nextInt(3) * 0.2;
    long maxStepNs = random.nextBoolean() ? 2 * MS : 200 * MS;
    long nowNs = random.nextLong(1L << 40);
    Map<Integer, Long> truth = new TreeMap<>();
    Map<Integer, Long> told = new TreeMap<>();
    for (int i = 0; i < 1500; i++) {
      nowNs += random.nextLong(maxStepNs);
      if (i > 0 && random.nextDouble() < loss) {
        continue;
      }
      int sequence = (base + i - (random.nextInt(20) == 0 ? random.nextInt(5) : 0)) & 0xFFFF;
      fresh.onPacket(sequence, nowNs);
      truth.putIfAbsent(sequence, ticks(nowNs));
      collect(fresh, nowNs, told);
    }
    collect(fresh, nowNs + TwccRecorder.INTERVAL_NS, told);
    assertThat(told).isEqualTo(truth);
  }

  /** Times in feedback have this unit, and their reference has 24 bits of 64 ms. */
  private static long ticks(long ns) {
    return Math.floorDiv(ns, TransportFeedback.DELTA_NS) & 0xFFFF_FFFFL;
  }

  private void collect(TwccRecorder fresh, long nowNs, Map<Integer, Long> told) {
    writer.wrap(segment, 0, bytes.length);
    while (fresh.writeFeedback(writer, 1, 2, nowNs)) {
      assertThat(writer.length()).isLessThanOrEqualTo(TwccRecorder.MAX_INFORMATION_LENGTH + 12);
      parse(
          new TransportFeedbackVisitor() {
            @Override
            public void onReceived(int sequence, long arrivalNs) {
              told.put(sequence, ticks(arrivalNs));
            }

            @Override
            public void onMissing(int sequence) {
              // may come yet
            }
          });
      writer.wrap(segment, 0, bytes.length);
    }
  }

  private boolean write(long nowNs) {
    writer.wrap(segment, 0, bytes.length);
    return recorder.writeFeedback(writer, 1, 2, nowNs);
  }

  private List<String> feedback(long nowNs) {
    assertThat(write(nowNs)).isTrue();
    List<String> statuses = new ArrayList<>();
    parse(
        new TransportFeedbackVisitor() {
          @Override
          public void onReceived(int sequence, long arrivalNs) {
            statuses.add(sequence + "@" + arrivalNs);
          }

          @Override
          public void onMissing(int sequence) {
            statuses.add(sequence + "-");
          }
        });
    return statuses;
  }

  private void parse(TransportFeedbackVisitor visitor) {
    assertThat(reader.wrap(segment, 0, writer.length())).isTrue();
    assertThat(reader.next()).isTrue();
    assertThat(TransportFeedback.parse(reader, visitor)).isTrue();
  }
}
