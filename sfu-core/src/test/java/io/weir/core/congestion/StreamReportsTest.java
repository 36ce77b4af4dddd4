package io.weir.core.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Bytes;
import io.weir.core.rtcp.RtcpPacketType;
import io.weir.core.rtcp.RtcpReader;
import io.weir.core.rtcp.RtcpWriter;
import java.lang.foreign.MemorySegment;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What reports by stream (RFC 8888) make of the packets that they name. */
class StreamReportsTest {
  private static final long NOW_NS = 5_000_000_000_000L;
  private static final long MS = 1_000_000;
  private static final int SSRC = 77;
  private static final int SECOND = 1 << 16;
  private static final int MISSING = 0;
  private static final int UNKNOWN = 0x9FFF;
  private static final int LONG_AGO = 0x9FFE;

  private final SentPacketLog log = new SentPacketLog();
  private final StreamNumbers stream = new StreamNumbers();
  private final FeedbackBatch batch = new FeedbackBatch();
  private final StreamReports reports = new StreamReports(batch, this::find);
  private final MemorySegment memory = MemorySegment.ofArray(new byte[1_200]);
  private long lastArrivalNs = Long.MIN_VALUE;

  private @Nullable StreamNumbers find(int ssrc) {
    return ssrc == SSRC ? stream : null;
  }

  private void send(int... sequences) {
    for (int sequence : sequences) {
      log.add(1_000, 0, NOW_NS);
      stream.add(sequence, log.sentPackets(), log);
    }
  }

  /** In 1/1024 s. */
  private static int ago(int units) {
    return 0x8000 | units;
  }

  private boolean report(int timestamp, int ssrc, int first, int... statuses) {
    RtcpWriter writer = new RtcpWriter();
    writer.wrap(memory, 0, 1_200);
    int length = 16 + (statuses.length + 1) / 2 * 4;
    long at =
        writer.append(RtcpPacketType.TRANSPORT_FEEDBACK, RtcpPacketType.FORMAT_CONGESTION, length);
    Bytes.putI32(memory, at, 1);
    Bytes.putI32(memory, at + 4, ssrc);
    Bytes.putU16(memory, at + 8, first);
    Bytes.putU16(memory, at + 10, statuses.length);
    for (int i = 0; i < statuses.length; i++) {
      Bytes.putU16(memory, at + 12 + 2L * i, statuses[i]);
    }
    if (statuses.length % 2 == 1) {
      Bytes.putU16(memory, at + length - 6, 0);
    }
    Bytes.putI32(memory, at + length - 4, timestamp);
    return read(writer.length());
  }

  private boolean read(int length) {
    RtcpReader reader = new RtcpReader();
    batch.begin(log, lastArrivalNs, Long.MIN_VALUE, NOW_NS + 100 * MS);
    boolean read = reader.wrap(memory, 0, length) && reader.next() && reports.read(reader);
    lastArrivalNs = batch.lastArrivalNs();
    return read;
  }

  @Test
  void shouldPlaceArrivalsOnOneLineOverAllReports() {
    send(1, 2, 3);
    report(5 * SECOND, SSRC, 1, ago(512));
    long first = batch.arrivedNs(0);

    report(6 * SECOND, SSRC, 2, ago(1024), ago(0));

    assertThat(batch.count()).isEqualTo(2);
    assertThat(batch.arrivedNs(0) - first).isEqualTo(500 * MS);
    assertThat(batch.arrivedNs(1) - first).isEqualTo(1_500 * MS);
  }

  @Test
  void shouldGoOnWhenSequenceNumbersAndTheClientsClockWrapAround() {
    send(65_535, 0, 1);
    report(-SECOND / 2, SSRC, 65_535, ago(0), ago(0));
    long before = batch.arrivedNs(1);

    report(SECOND / 2, SSRC, 1, ago(0));

    assertThat(batch.count()).isEqualTo(1);
    assertThat(batch.arrivedNs(0) - before).isEqualTo(1_000 * MS);
  }

  @Test
  void shouldTakeTheFirstWordWhereReportsOverlap() {
    send(1, 2, 3);
    report(SECOND, SSRC, 1, ago(0), MISSING);
    assertThat(batch.lost()).isEqualTo(1);

    report(2 * SECOND, SSRC, 1, ago(100), MISSING, ago(7));

    assertThat(batch.count()).isEqualTo(1);
    assertThat(batch.lost()).isZero();
    report(3 * SECOND, SSRC, 1, MISSING, MISSING, MISSING);
    assertThat(batch.count() + batch.lost()).isZero();
  }

  @Test
  void shouldCountAPacketAsRecoveredThatWasMissingAndCameLater() {
    send(1, 2);
    report(SECOND, SSRC, 1, MISSING, ago(0));

    report(2 * SECOND, SSRC, 1, ago(900), ago(1024));

    assertThat(batch.count()).isEqualTo(1);
    assertThat(batch.recovered()).isEqualTo(1);
    assertThat(batch.lost()).isZero();
  }

  @Test
  void shouldTakeAnArrivalWhoseTimeIsNotKnownForThatOfTheReport() {
    send(1, 2);
    report(SECOND, SSRC, 1, ago(0), UNKNOWN);

    assertThat(batch.count()).isEqualTo(2);
    assertThat(batch.arrivedNs(1)).isEqualTo(batch.arrivedNs(0));
  }

  @Test
  void shouldMeasureNothingByAPacketThatArrivedTooLongAgo() {
    send(1, 2);
    report(SECOND, SSRC, 1, MISSING, ago(0));

    report(20 * SECOND, SSRC, 1, LONG_AGO);

    assertThat(batch.count() + batch.lost()).isZero();
    assertThat(batch.recovered()).isEqualTo(1);
  }

  @Test
  void shouldPutArrivalsOfAllStreamsInOrder() {
    StreamNumbers other = new StreamNumbers();
    log.expectFeedback();
    for (int i = 0; i < 200; i++) {
      log.add(1_000, 0, NOW_NS + i * MS);
      stream.add(i, log.sentPackets(), log);
      log.add(1_000, 0, NOW_NS + i * MS + MS / 2);
      other.add(i, log.sentPackets(), log);
    }
    StreamReports both = new StreamReports(batch, ssrc -> ssrc == SSRC ? stream : other);
    RtcpWriter writer = new RtcpWriter();
    writer.wrap(memory, 0, 1_200);
    long at =
        writer.append(RtcpPacketType.TRANSPORT_FEEDBACK, RtcpPacketType.FORMAT_CONGESTION, 824);
    for (int block = 0; block < 2; block++) {
      long begin = at + 4 + block * 408L;
      Bytes.putI32(memory, begin, SSRC + block);
      Bytes.putU16(memory, begin + 4, 0);
      Bytes.putU16(memory, begin + 6, 200);
      for (int i = 0; i < 200; i++) {
        Bytes.putU16(memory, begin + 8 + 2L * i, ago(400 - 2 * i));
      }
    }
    Bytes.putI32(memory, at + 820, SECOND);
    RtcpReader reader = new RtcpReader();
    batch.begin(log, lastArrivalNs, Long.MIN_VALUE, NOW_NS + 1_000 * MS);
    assertThat(reader.wrap(memory, 0, writer.length()) && reader.next() && both.read(reader))
        .isTrue();

    assertThat(batch.count()).isEqualTo(400);
    for (int i = 1; i < 400; i++) {
      assertThat(batch.arrivedNs(i)).isGreaterThanOrEqualTo(batch.arrivedNs(i - 1));
      assertThat(batch.sentNs(i)).isGreaterThanOrEqualTo(batch.sentNs(i - 1));
    }
  }

  @Test
  void shouldTakeAReportThatOthersOvertookForWhatItIs() {
    send(1, 2);
    report(10 * SECOND, SSRC, 2, ago(0));
    long later = batch.arrivedNs(0);

    report(9 * SECOND, SSRC, 1, ago(0));

    assertThat(batch.arrivedNs(0)).isEqualTo(later - 1_000 * MS);
  }

  @Test
  void shouldSkipWhatWasNeverSent() {
    send(1);

    assertThat(report(SECOND, SSRC + 1, 1, ago(0), MISSING)).isTrue();
    assertThat(batch.count() + batch.lost()).isZero();
    assertThat(report(SECOND, SSRC, 2, ago(0), MISSING, MISSING)).isTrue();
    assertThat(batch.count() + batch.lost()).isZero();
  }

  @Test
  void shouldLetAMalformedReportChangeNothing() {
    send(1, 2);
    report(SECOND, SSRC, 1, ago(0));
    long before = batch.arrivedNs(0);
    // It promises more packets than it has room for.
    Bytes.putU16(memory, 14, 50);
    Bytes.putI32(memory, 20, 500 * SECOND);
    assertThat(read(24)).isFalse();

    report(2 * SECOND, SSRC, 2, ago(0));

    assertThat(batch.arrivedNs(0) - before).isEqualTo(1_000 * MS);
  }

  @Property(tries = 3_000)
  void shouldTakeAnyBytesWithoutAnExceptionAndFindNoMoreThanWasSent(
      @ForAll @Size(min = 8, max = 120) byte[] body) {
    send(65_534, 65_535, 0, 1, 2, 3, 500);
    int length = body.length / 4 * 4;
    RtcpWriter writer = new RtcpWriter();
    writer.wrap(memory, 0, 1_200);
    long at =
        writer.append(RtcpPacketType.TRANSPORT_FEEDBACK, RtcpPacketType.FORMAT_CONGESTION, length);
    for (int i = 0; i < length; i++) {
      Bytes.putU8(memory, at + i, body[i] & 0xFF);
    }
    // The first stream is one that there is, and its numbers are near those that were sent.
    Bytes.putI32(memory, at + 4, SSRC);
    if (length >= 16) {
      Bytes.putU16(memory, at + 8, body[0] % 8);
      Bytes.putU16(memory, at + 10, body[1] & 0x1F);
    }

    boolean read = read(writer.length());

    assertThat(batch.count() + batch.lost() + batch.recovered()).isLessThanOrEqualTo(7);
    assertThat(read || batch.count() + batch.lost() == 0).isTrue();
  }
}
