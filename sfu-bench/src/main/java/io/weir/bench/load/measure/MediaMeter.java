package io.weir.bench.load.measure;

import org.HdrHistogram.Histogram;

/**
 * Sums over all clients of one media thread, and what that thread noticed of itself. Everything
 * belongs to the thread; {@link #totals} and the other copies are made on it.
 */
public final class MediaMeter {
  /** A published packet that leaves later than this is late. */
  public static final long LATE_NS = 5_000_000;

  /** A turn of the thread that takes longer than this is slow. */
  public static final long SLOW_TURN_NS = 20_000_000;

  /** One minute: whatever takes longer is counted as that. */
  private static final long MAX_MICROS = 60_000_000;

  /** Errors of 1 in 256. */
  private static final int DIGITS = 2;

  private static final long NANOS_PER_MICRO = 1_000;

  /** Clients opened. */
  public long opened;

  /** Clients that ever connected. */
  public long connected;

  /** Clients that gave up. */
  public long failed;

  /** Clients that were closed. */
  public long closed;

  /** Datagrams read. */
  public long datagramsReceived;

  /** Their payload. */
  public long bytesReceived;

  /** Datagrams that the kernel took. */
  public long datagramsSent;

  /** Their payload. */
  public long bytesSent;

  /** Datagrams for which the kernel's buffer was full. */
  public long sendBufferFull;

  /** Datagrams that the kernel refused otherwise. */
  public long sendFailed;

  /** RTP packets that authenticated. */
  public long rtpReceived;

  /** RTP packets sent. */
  public long rtpSent;

  /** Packets that did not authenticate or belong to no stream. */
  public long refused;

  /** See {@link PacketTruth#expected}. */
  public long expected;

  /** See {@link PacketTruth#received}. */
  public long received;

  /** See {@link PacketTruth#repaired}. */
  public long repaired;

  /** See {@link PacketTruth#duplicates}. */
  public long duplicates;

  /** See {@link PacketTruth#reordered}. */
  public long reordered;

  /** See {@link PacketTruth#skipped}. */
  public long skipped;

  /** See {@link FrameTruth#decoded}. */
  public long framesDecoded;

  /** See {@link FrameTruth#keyFrames}. */
  public long keyFrames;

  /** See {@link FrameTruth#undecodable}. */
  public long undecodable;

  /** See {@link FrameTruth#freezes}. */
  public long freezes;

  /** See {@link FrameTruth#frozenNs}. */
  public long frozenNs;

  /** See {@link FrameTruth#longestGapNs}. */
  public long longestGapNs;

  /** Sequence numbers asked for again. */
  public long nacksSent;

  /** PLIs sent. */
  public long keyFrameRequestsSent;

  /** Sequence numbers that servers asked for again. */
  public long nacksReceived;

  /** PLIs and FIRs from servers. */
  public long keyFrameRequestsReceived;

  /** Packets sent again. */
  public long retransmissionsSent;

  /** Published packets that left more than {@link #LATE_NS} after their time. */
  public long latePackets;

  /** Turns that took longer than {@link #SLOW_TURN_NS}. */
  public long slowTurns;

  /** The longest turn. */
  public long longestTurnNs;

  /** Time spent waiting. */
  public long waitedNs;

  private final Histogram videoDelay = newHistogram();
  private final Histogram audioDelay = newHistogram();
  private final Histogram lateness = newHistogram();

  /** A histogram of µs like those that snapshots hold; others of its kind can be added to it. */
  public static Histogram newHistogram() {
    return new Histogram(MAX_MICROS, DIGITS);
  }

  /** Notes the one-way delay of a packet. */
  void recordDelay(boolean audio, long delayNs) {
    (audio ? audioDelay : videoDelay).recordValue(micros(delayNs));
  }

  /** Notes how long after its time a published packet left. */
  public void recordLateness(long latenessNs) {
    lateness.recordValue(micros(latenessNs));
    if (latenessNs > LATE_NS) {
      latePackets++;
    }
  }

  /** Notes how long a turn took. */
  public void recordTurn(long turnNs) {
    longestTurnNs = Math.max(longestTurnNs, turnNs);
    if (turnNs > SLOW_TURN_NS) {
      slowTurns++;
    }
  }

  /** Adds the delays so far to histograms of the caller's. */
  public void addDelaysTo(Histogram video, Histogram audio) {
    video.add(videoDelay);
    audio.add(audioDelay);
  }

  /** Adds how late packets left to a histogram of the caller's. */
  public void addLatenessTo(Histogram histogram) {
    histogram.add(lateness);
  }

  /** A copy of the sums. */
  public MediaTotals totals() {
    return new MediaTotals(
        opened,
        connected,
        failed,
        closed,
        datagramsReceived,
        bytesReceived,
        datagramsSent,
        bytesSent,
        rtpReceived,
        rtpSent,
        refused,
        new PacketTruth(expected, received, repaired, duplicates, reordered, skipped),
        new FrameTruth(framesDecoded, keyFrames, undecodable, freezes, frozenNs, longestGapNs),
        nacksSent,
        keyFrameRequestsSent,
        nacksReceived,
        keyFrameRequestsReceived,
        retransmissionsSent);
  }

  /** Clocks of two machines differ, so a delay may seem negative. */
  static long micros(long ns) {
    return Math.clamp(ns / NANOS_PER_MICRO, 0, MAX_MICROS);
  }
}
