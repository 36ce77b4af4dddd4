package io.weir.core.stream;

import io.weir.core.rtcp.RtcpWriter;

/**
 * What receiver reports tell of one stream: loss, highest sequence number, jitter (RFC 3550 §6.4.1,
 * appendices A.3 and A.8). Retransmissions do not count, so that reports show what the network
 * loses. One thread.
 */
public final class ReceiveStatistics {
  private static final long NONE = -1;
  private static final long NS_PER_SECOND = 1_000_000_000L;
  private static final long CYCLE_MASK = -0x10000L;
  private static final int MAX_CUMULATIVE_LOST = 0x7F_FFFF;

  /** Pauses and clock jumps say nothing of jitter; libwebrtc has the same limit. */
  private static final long MAX_JITTER_STEP_SECONDS = 5;

  private long firstSequence = NONE;
  private long highestSequence = NONE;
  private long received;
  private long bytes;
  private long expectedBefore;
  private long receivedBefore;

  private long lastArrivalNs;
  private long lastTimestamp;
  private int lastClockRate;

  /** In 1/256, as the last report said. */
  private int fractionLost;

  /** In 1/16 RTP units (RFC 3550 §A.8). */
  private long scaledJitter;

  /** Counts a packet of the stream itself, duplicates included. */
  public void onPacket(long sequence, long timestamp, int length, long arrivalNs, int clockRate) {
    if (firstSequence == NONE) {
      firstSequence = sequence;
      highestSequence = sequence;
      noteTiming(timestamp, arrivalNs, clockRate);
    } else if (clockRate == lastClockRate) {
      updateJitter(timestamp, arrivalNs, clockRate);
      noteTiming(timestamp, arrivalNs, clockRate);
    } else if (sequence > highestSequence) {
      scaledJitter = 0; // RFC 7160 §4.2: it is counted in units of the clock
      noteTiming(timestamp, arrivalNs, clockRate);
    }
    highestSequence = Math.max(highestSequence, sequence);
    received++;
    bytes += length;
  }

  private void noteTiming(long timestamp, long arrivalNs, int clockRate) {
    lastTimestamp = timestamp;
    lastArrivalNs = arrivalNs;
    lastClockRate = clockRate;
  }

  /** Begins anew at the next packet (RFC 3550 §A.1, init_seq). */
  void restart() {
    firstSequence = NONE;
    received = 0;
    expectedBefore = 0;
    receivedBefore = 0;
  }

  /**
   * Adds the stream's report block to the report that a writer holds.
   *
   * @return false when no packet has come yet or there is no room
   */
  public boolean writeReportBlock(
      RtcpWriter writer, int ssrc, LastSenderReport senderReport, long nowNs) {
    if (firstSequence == NONE) {
      return false;
    }
    long expected = expected();
    int fraction = fractionLost(expected);
    boolean written =
        writer.reportBlock(
            ssrc,
            fraction,
            Math.clamp(cumulativeLost(), -MAX_CUMULATIVE_LOST - 1, MAX_CUMULATIVE_LOST),
            highestSequence - (firstSequence & CYCLE_MASK),
            jitter(),
            senderReport.compactNtp(),
            senderReport.compactDelay(nowNs));
    if (written) {
      expectedBefore = expected;
      receivedBefore = received;
      fractionLost = fraction;
    }
    return written;
  }

  /** Packets of the stream that came, duplicates included. */
  public long packets() {
    return received;
  }

  /** Bytes of the stream that came, headers included. */
  public long bytes() {
    return bytes;
  }

  /** Packets that did not come by themselves; negative when duplicates outnumber losses. */
  public long cumulativeLost() {
    return expected() - received;
  }

  /** Share lost lately, in 1/256, as the last report said. */
  public int fractionLost() {
    return fractionLost;
  }

  /** Interarrival jitter in RTP units. */
  public long jitter() {
    return scaledJitter >> 4;
  }

  private long expected() {
    return firstSequence == NONE ? 0 : highestSequence - firstSequence + 1;
  }

  /** RFC 3550 §A.3: share lost since the last report, in 1/256. */
  private int fractionLost(long expected) {
    long expectedInterval = expected - expectedBefore;
    long lostInterval = expectedInterval - (received - receivedBefore);
    if (expectedInterval <= 0 || lostInterval <= 0) {
      return 0;
    }
    return (int) Math.min(255, (lostInterval << 8) / expectedInterval);
  }

  /** RFC 3550 §A.8. */
  private void updateJitter(long timestamp, long arrivalNs, int clockRate) {
    long arrivalStepNs = arrivalNs - lastArrivalNs;
    if (arrivalStepNs > MAX_JITTER_STEP_SECONDS * NS_PER_SECOND) {
      return;
    }
    long arrivalStep = arrivalStepNs * clockRate / NS_PER_SECOND;
    long difference = Math.abs(arrivalStep - (int) (timestamp - lastTimestamp));
    if (difference < MAX_JITTER_STEP_SECONDS * clockRate) {
      scaledJitter += difference - ((scaledJitter + 8) >> 4);
    }
  }
}
