package io.weir.core.congestion;

import io.weir.core.rtcp.CongestionFeedback;
import io.weir.core.rtcp.CongestionFeedbackVisitor;
import io.weir.core.rtcp.RtcpReader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads one client's congestion control feedback (RFC 8888): finds the packets that it names by
 * SSRC and sequence number, and places arrivals on one line of the client's clock. What it says of
 * ECN is ignored: Weir sends no packet that routers may mark. Worker thread only.
 *
 * <p>A report repeats what an earlier one said as often as it likes; the first word on a packet
 * counts, and "arrived" more than "missing". What it says of packets that were never sent, or too
 * long ago, is skipped.
 */
final class StreamReports implements CongestionFeedbackVisitor {
  /** An arrival is one number, of which lower ones came first: when, then which packet. */
  private static final int WHEN_SHIFT = 48;

  private static final long NUMBER_MASK = (1L << WHEN_SHIFT) - 1;
  private static final int LONGEST_AGO = CongestionFeedback.LONG_AGO - 1;
  private static final int FRACTION_BITS = 16;
  private static final long FRACTION_MASK = (1L << FRACTION_BITS) - 1;
  private static final long NS_PER_SECOND = 1_000_000_000L;

  private final FeedbackBatch batch;
  private final SentStreams streams;
  private @Nullable StreamNumbers stream;
  private int streamSsrc;

  /** When the last report was sent, in 1/65536 s of the client's clock; does not wrap. */
  private long clock;

  private int lastTimestamp;
  private boolean first = true;
  private long reportNs;
  private int count;

  StreamReports(FeedbackBatch batch, SentStreams streams) {
    this.batch = batch;
    this.streams = streams;
  }

  /** Adds the feedback at which a reader stands to the batch; false when it is malformed. */
  boolean read(RtcpReader reader) {
    long clockBefore = clock;
    int timestamp = CongestionFeedback.timestamp(reader);
    // A report that others overtook is a little older than the last one.
    clock += first ? 0 : timestamp - lastTimestamp;
    reportNs =
        (clock >> FRACTION_BITS) * NS_PER_SECOND
            + (((clock & FRACTION_MASK) * NS_PER_SECOND) >> FRACTION_BITS);
    stream = null;
    count = 0;
    if (!CongestionFeedback.parse(reader, this)) {
      clock = clockBefore;
      return false;
    }
    addArrivals();
    lastTimestamp = timestamp;
    first = false;
    return true;
  }

  @Override
  public void onReceived(int ssrc, int sequence, int ago) {
    long number = numberOf(ssrc, sequence);
    if (number == SentPacketLog.UNKNOWN) {
      return;
    }
    if (ago == CongestionFeedback.LONG_AGO) {
      batch.arrivedLongAgo(number);
      return;
    }
    // Not known is also what came while the report was being written (RFC 8888 §3.1).
    int known = ago == CongestionFeedback.UNKNOWN_AGO ? 0 : ago;
    long[] arrivals = batch.scratch();
    if (count < arrivals.length) {
      arrivals[count++] = (long) (LONGEST_AGO - known) << WHEN_SHIFT | number;
    }
  }

  /** Reports tell stream after stream; estimates go by the order in which packets arrived. */
  private void addArrivals() {
    long[] arrivals = batch.scratch();
    Arrays.sort(arrivals, 0, count); // So few are sorted in place.
    for (int i = 0; i < count; i++) {
      long ago = LONGEST_AGO - (arrivals[i] >>> WHEN_SHIFT);
      long agoNs = ago * NS_PER_SECOND / CongestionFeedback.TICKS_PER_SECOND;
      batch.arrived(arrivals[i] & NUMBER_MASK, reportNs - agoNs);
    }
  }

  @Override
  public void onMissing(int ssrc, int sequence) {
    batch.missing(numberOf(ssrc, sequence));
  }

  private long numberOf(int ssrc, int sequence) {
    StreamNumbers numbers = stream;
    if (numbers == null || ssrc != streamSsrc) {
      numbers = streams.find(ssrc);
      stream = numbers;
      streamSsrc = ssrc;
    }
    return numbers == null ? SentPacketLog.UNKNOWN : numbers.find(sequence);
  }
}
