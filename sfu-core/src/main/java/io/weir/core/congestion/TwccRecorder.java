package io.weir.core.congestion;

import io.weir.core.buffer.Bytes;
import io.weir.core.rtcp.RtcpPacketType;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.rtcp.TransportFeedback;
import io.weir.core.sequence.SequenceUnwrapper;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Notes when the packets of one transport arrive and tells the sender in transport-wide feedback
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01). One thread.
 *
 * <p>As RemoteEstimatorProxy of libwebrtc does: each feedback continues where the last one ended; a
 * packet that comes after it was reported missing makes the next one begin there again.
 */
public final class TwccRecorder {
  /** Time at least between the first packet that was not reported yet and its feedback. */
  public static final long INTERVAL_NS = 100_000_000;

  /** Time at most: that of RemoteEstimatorProxy where little is received. */
  public static final long MAX_INTERVAL_NS = 250_000_000;

  /**
   * A feedback that tells of fewer packets may wait for more: sound alone, or a small picture, is
   * not worth ten feedbacks per second.
   */
  static final int WORTHWHILE = 8;

  /** Sequence numbers further behind the highest one are not reported. */
  static final int WINDOW = 1024;

  /** Limit of one feedback's control information, so that it fits into any datagram. */
  static final int MAX_INFORMATION_LENGTH = 1000;

  private static final long TICKS_PER_REFERENCE =
      TransportFeedback.REFERENCE_NS / TransportFeedback.DELTA_NS;

  private static final int FIXED_LENGTH = 8;
  private static final long NO_DEADLINE = Long.MAX_VALUE;
  private static final long NONE = -1;

  /** Most transports only take, and have nothing to report: for them there is no window. */
  private static final long[] NO_TICKS = {};

  private static final boolean[] NO_ARRIVALS = {};
  private static final TwccChunks NO_CHUNKS = new TwccChunks(0);

  /** Arrival in units of 250 µs, for each sequence number of the window that has come. */
  private long[] ticks = NO_TICKS;

  private boolean[] arrived = NO_ARRIVALS;
  private TwccChunks chunks = NO_CHUNKS;
  private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();

  /** The first sequence number that the next feedback reports on. */
  private long start;

  private long highest = NONE;
  private int feedbackCount;
  private long deadlineNs = NO_DEADLINE;
  private final long maxIntervalNs;

  /** When the first packet came that was not reported yet, and how many have. */
  private long unreportedNs;

  private int unreported;

  /** Every feedback comes after {@link #INTERVAL_NS}. */
  public TwccRecorder() {
    this(INTERVAL_NS);
  }

  /**
   * A recorder.
   *
   * @param maxIntervalNs how long a feedback waits that tells of few packets
   */
  public TwccRecorder(long maxIntervalNs) {
    this.maxIntervalNs = maxIntervalNs;
  }

  /**
   * Notes the arrival of a packet.
   *
   * @param transportSequence its transport-wide sequence number, 0 to 65535
   */
  public void onPacket(int transportSequence, long arrivalNs) {
    long sequence = unwrapper.unwrap(transportSequence);
    if (highest == NONE) {
      ticks = new long[WINDOW];
      arrived = new boolean[WINDOW];
      chunks = new TwccChunks(WINDOW);
      start = sequence;
      highest = sequence - 1;
    }
    if (sequence <= highest - WINDOW) {
      return;
    }
    advance(sequence);
    int index = index(sequence);
    if (arrived[index]) {
      return; // a duplicate: its first arrival counts
    }
    arrived[index] = true;
    ticks[index] = Math.floorDiv(arrivalNs, TransportFeedback.DELTA_NS);
    start = Math.min(start, sequence);
    if (deadlineNs == NO_DEADLINE) {
      unreportedNs = arrivalNs;
      unreported = 0;
      deadlineNs = arrivalNs + maxIntervalNs;
    }
    unreported++;
    if (unreported == WORTHWHILE) {
      deadlineNs = Math.min(deadlineNs, unreportedNs + INTERVAL_NS);
    }
  }

  /** When {@link #writeFeedback} should be called; {@link Long#MAX_VALUE} for never. */
  public long nextDeadlineNs() {
    return deadlineNs;
  }

  /**
   * Appends one feedback packet when its time has come. There may be more to report, which {@link
   * #nextDeadlineNs} then tells.
   *
   * @param mediaSsrc any media source of the transport, as libwebrtc does
   * @return false when there is nothing to report yet, or no room
   */
  public boolean writeFeedback(RtcpWriter writer, int senderSsrc, int mediaSsrc, long nowNs) {
    if (deadlineNs == NO_DEADLINE || deadlineNs - nowNs > 0) {
      return false;
    }
    long referenceTicks = referenceTicks();
    int count = collectStatuses(referenceTicks);
    int chunkCount = chunks.encode();
    int used = FIXED_LENGTH + chunkCount * TwccChunks.CHUNK_LENGTH + chunks.deltaLength();
    int length = (used + 3) & ~3;
    long information =
        writer.appendFeedback(
            RtcpPacketType.TRANSPORT_FEEDBACK,
            RtcpPacketType.FORMAT_TRANSPORT_WIDE,
            senderSsrc,
            mediaSsrc,
            length);
    if (information == RtcpWriter.NO_ROOM) {
      return false;
    }
    MemorySegment segment = writer.segment();
    Bytes.putU16(segment, information, (int) start);
    Bytes.putU16(segment, information + 2, count);
    Bytes.putU24(segment, information + 4, (int) (referenceTicks / TICKS_PER_REFERENCE));
    Bytes.putU8(segment, information + 7, feedbackCount);
    chunks.write(segment, information + FIXED_LENGTH);
    // Zeros after the deltas, without padding bit: the deltas' count is known (mediasoup, too).
    for (int i = used; i < length; i++) {
      Bytes.putU8(segment, information + i, 0);
    }
    feedbackCount = (feedbackCount + 1) & 0xFF;
    start += count;
    deadlineNs = start > highest ? NO_DEADLINE : nowNs;
    return true;
  }

  /** The reference time before the first arrival to report, in ticks. */
  private long referenceTicks() {
    long sequence = start;
    while (!arrived[index(sequence)]) {
      sequence++; // the highest one has arrived
    }
    return Math.floorDiv(ticks[index(sequence)], TICKS_PER_REFERENCE) * TICKS_PER_REFERENCE;
  }

  /** Collects statuses from start on, until one feedback is full; returns their number. */
  private int collectStatuses(long referenceTicks) {
    chunks.clear();
    long before = referenceTicks;
    int count = 0;
    for (long sequence = start; sequence <= highest; sequence++) {
      if (FIXED_LENGTH + chunks.maxLengthWithOneMore() > MAX_INFORMATION_LENGTH) {
        break;
      }
      int index = index(sequence);
      if (!arrived[index]) {
        chunks.addMissing();
      } else if (chunks.addReceived(ticks[index] - before)) {
        before = ticks[index];
      } else {
        break; // too far from the one before: the next feedback has its own reference time
      }
      count++;
    }
    return count;
  }

  /** Moves the window up so that it ends at a sequence number. */
  private void advance(long sequence) {
    if (sequence - highest >= WINDOW) {
      Arrays.fill(arrived, false);
      highest = sequence;
    }
    while (highest < sequence) {
      highest++;
      arrived[index(highest)] = false;
    }
    start = Math.max(start, highest - WINDOW + 1);
  }

  private static int index(long sequence) {
    return (int) sequence & (WINDOW - 1);
  }
}
