package io.weir.core.congestion;

import io.weir.core.rtcp.RtcpReader;
import io.weir.core.rtcp.TransportFeedback;
import org.jspecify.annotations.Nullable;

/**
 * How much the link to one client carries, from what its feedback says of the packets sent to it.
 * Worker thread only; allocates nothing per packet.
 *
 * <p>The parts are those of libwebrtc's GoogCC (goog_cc_network_control.cc, as of 2024) and of
 * draft-ietf-rmcat-gcc-02: delays ({@link DelayBasedEstimate}) and losses ({@link
 * LossBasedEstimate}) each have a limit, the lower one counts, and bursts ({@link ProbeCluster})
 * find what is free. When all that a client sends is REMB, its word is taken, less what receiver
 * reports tell of losses ({@link ReportedLoss}); when it negotiated no feedback, there is no limit.
 */
public final class BandwidthEstimator {
  /** What an estimate never falls below: sound, and a word from time to time. */
  public static final long MIN_BPS = 30_000;

  /**
   * What is thought before anything is known. libwebrtc begins at 300 kbit/s because its encoders
   * can; a subscriber's first picture comes at once, and a middle layer (500 kbit/s) with sound
   * should be in it. A link that carries less shows within the first feedback or two.
   */
  public static final long START_BPS = 1_000_000;

  /** What an estimate never exceeds. */
  public static final long MAX_BPS = 100_000_000;

  /** Returned where nothing was measured yet. */
  public static final long UNKNOWN = -1;

  /** Without another word more than this is not looked for. */
  private static final long DEFAULT_WANTED_BPS = 5_000_000;

  /** Packets that nobody reported on for so long say that the link is dead or full. */
  private static final long SILENCE_NS = 1_000_000_000L;

  /** A longer queue is one that does not come of a single frame. */
  private static final long QUEUE_NS = 50_000_000L;

  /** After so long without feedback what an earlier one said of the queue holds no more. */
  private static final long QUIET_NS = 500_000_000L;

  private static final long SILENCE_STEP_NS = 500_000_000L;
  private static final double SILENCE_FACTOR = 0.7;
  private static final int ROUND_TRIP_WEIGHT = 8;

  /** A burst finds no more than a fifth above its own rate. */
  private static final double MAX_FOUND_SHARE = 1.2;

  /** What a burst finds lowers the estimate no further than to this share of what arrives. */
  private static final double LEAST_FOUND_SHARE = 0.85;

  private final FeedbackBatch batch;
  private final SentPacketLog log = new SentPacketLog();
  private final Prober prober = new Prober();
  private final ReportedLoss reportedLoss = new ReportedLoss();
  private @Nullable Measures measures;
  private @Nullable StreamReports reports;

  /** The prober's, at hand for every packet. */
  private @Nullable ProbeCluster probe;

  private boolean negotiated;

  /** Feedback was promised and none came: no limit until some does. */
  private boolean promiseBroken;

  /** The last word was that nothing arrived of what it reported on. */
  private boolean nothingArrives;

  private boolean started;
  private boolean measured;
  private long targetBps = START_BPS;
  private long wantedBps = DEFAULT_WANTED_BPS;
  private long rembBps = UNKNOWN;
  private long roundTripNs = UNKNOWN;
  private long lastArrivalNs = Long.MIN_VALUE;
  private long deadlineNs = Long.MAX_VALUE;
  private long lastFeedbackNs;
  private boolean silent;
  private long beforeSilenceBps;
  private long lossesSinceNs = Long.MIN_VALUE;

  /** What is there only for clients that send transport-wide feedback. */
  private static final class Measures {
    final DelayBasedEstimate delay;
    final LossBasedEstimate loss = new LossBasedEstimate();
    final AcknowledgedRate acknowledged = new AcknowledgedRate();
    final QueueDelay queue = new QueueDelay();
    final ApplicationLimit application = new ApplicationLimit();
    final ProbeResults probes = new ProbeResults();
    final SuddenFall fall = new SuddenFall();
    final Drain drain = new Drain();

    Measures(long nowNs) {
      delay = new DelayBasedEstimate(START_BPS, nowNs);
    }
  }

  /**
   * An estimator that knows nothing.
   *
   * @param batch scratch memory, which all estimators of a worker may share
   */
  public BandwidthEstimator(FeedbackBatch batch) {
    this.batch = batch;
  }

  /**
   * Says whether the client negotiated to send any feedback that tells what its link carries. One
   * that broke that promise before is believed once it sends some.
   */
  public void negotiated(boolean anyFeedback) {
    negotiated = anyFeedback && !promiseBroken;
  }

  /** Says how much would be sent if the link carried it: more than that is not probed for. */
  public void wanted(long bitsPerSecond) {
    wantedBps = bitsPerSecond;
  }

  /**
   * Whether {@link #targetBps} is a limit; without feedback there is none, and everything is sent.
   */
  public boolean hasFeedback() {
    return negotiated;
  }

  /** What may be sent, in bits per second, everything included. */
  public long targetBps() {
    return targetBps;
  }

  /** Whether anything is known of what arrives: before, {@link #targetBps} is only a hope. */
  public boolean isMeasured() {
    return measured;
  }

  /** What arrives, in bits per second, or {@link #UNKNOWN}. */
  public long acknowledgedBps() {
    return measures == null ? UNKNOWN : measures.acknowledged.bitsPerSecond();
  }

  /** The share of packets lost in the last seconds, 0 to 1. */
  public double lossRatio() {
    return measures == null ? 0 : measures.loss.lossRatio();
  }

  /** Whether the link fell, and {@link #targetBps} is less than it carries until its queue ends. */
  public boolean isDraining() {
    return measures != null && measures.drain.isActive();
  }

  /** How long packets waited lately in the link's queue, as far as their delays tell. */
  public long queueNs() {
    return measures == null ? 0 : measures.queue.presentNs();
  }

  /** The smoothed round trip by feedback, or {@link #UNKNOWN}. */
  public long roundTripNs() {
    return roundTripNs;
  }

  /** The burst that shall be sent now to find out whether the link carries more; null mostly. */
  public @Nullable ProbeCluster probe() {
    return probe;
  }

  /** Says that the burst cannot be sent, because there is nothing to fill it with. */
  public void giveUpProbe() {
    prober.giveUp();
    probe = null;
  }

  /**
   * Notes a packet that is being sent.
   *
   * @param bytes of its IP packet
   * @param probeCluster {@link ProbeCluster#id} of the burst that it belongs to, or {@link
   *     ProbeCluster#NONE}
   * @return the transport-wide sequence number that it shall carry, 0 to 65535
   */
  public int onSent(int bytes, int probeCluster, long nowNs) {
    if (negotiated) {
      if (!started && measures == null && wantedBps > START_BPS) {
        started = true; // Not for sound alone, which leaves nothing to fill bursts with.
        prober.start(START_BPS, wantedBps, nowNs);
        probe = prober.wanted();
      }
      if (deadlineNs == Long.MAX_VALUE) {
        deadlineNs = nowNs + 2 * SILENCE_NS;
      }
    }
    if (probeCluster != ProbeCluster.NONE) {
      prober.onSent(bytes, nowNs);
      probe = prober.wanted();
    }
    return log.add(bytes, probeCluster, nowNs);
  }

  /**
   * Notes a packet that is being sent and carries no transport-wide number: the client reports on
   * it by its stream's.
   *
   * @param sequence its RTP sequence number, 0 to 65535
   */
  public void onSent(StreamNumbers stream, int sequence, int bytes, int probeCluster, long nowNs) {
    onSent(bytes, probeCluster, nowNs);
    stream.add(sequence, log.sentPackets(), log);
  }

  /** Says that the packet noted last was not sent after all. */
  public void takeBack() {
    log.takeBack();
  }

  /** Says the same of a packet of a stream. */
  public void takeBack(StreamNumbers stream, int sequence) {
    stream.remove(sequence);
    log.takeBack();
  }

  /**
   * Takes the transport-wide feedback at which a reader stands.
   *
   * @return false when it is malformed
   */
  public boolean onTransportFeedback(RtcpReader reader, long nowNs) {
    batch.begin(log, lastArrivalNs, lossesSince(nowNs), nowNs);
    if (!TransportFeedback.parse(reader, batch)) {
      return false;
    }
    onFeedback(nowNs);
    return true;
  }

  /**
   * Takes the congestion control feedback (RFC 8888) at which a reader stands.
   *
   * @param streams finds the streams that it may name
   * @return false when it is malformed
   */
  public boolean onCongestionFeedback(RtcpReader reader, SentStreams streams, long nowNs) {
    StreamReports present = reports;
    if (present == null) {
      present = new StreamReports(batch, streams);
      reports = present;
    }
    batch.begin(log, lastArrivalNs, lossesSince(nowNs), nowNs);
    if (!present.read(reader)) {
      return false;
    }
    onFeedback(nowNs);
    return true;
  }

  /** Takes what a client estimates of its own link (REMB), which counts if it is all there is. */
  public void onReceiverEstimate(long bitsPerSecond, long nowNs) {
    rembBps = bitsPerSecond;
    promiseBroken = false;
    if (measures == null) {
      negotiated = true;
      measured = true;
      targetBps = clamp(Math.min(bitsPerSecond, reportedLoss.bitsPerSecond()));
      deadlineNs = nowNs + 2 * SILENCE_NS;
      silent = false;
    }
  }

  /**
   * Takes what receiver reports tell of losses, which counts beside REMB: that follows delays only.
   *
   * @param lostShare of all packets since the last report, 0 to 1
   */
  public void onLossReport(double lostShare, long nowNs) {
    if (measures == null && rembBps != UNKNOWN) {
      reportedLoss.onReport(lostShare, targetBps, nowNs);
      targetBps = clamp(Math.min(rembBps, reportedLoss.bitsPerSecond()));
    }
  }

  /**
   * Looks for more where nothing is sent whose feedback would tell, as when all video is paused.
   * Call about once a second.
   */
  public void lookForMore(long nowNs) {
    if (measures != null && nowNs - lastFeedbackNs > QUIET_NS) {
      prober.updateQuiet(targetBps, wantedBps, nowNs);
      probe = prober.wanted();
    }
  }

  /** Lets timers run. */
  public void handleTimeout(long nowNs) {
    if (deadlineNs - nowNs > 0) {
      return;
    }
    if (!nothingArrives && !log.isWaiting(SILENCE_NS, nowNs)) {
      deadlineNs = Long.MAX_VALUE; // The next packet sets it again.
      return;
    }
    if (measures == null && rembBps == UNKNOWN && !nothingArrives) {
      // It promised feedback and never sent any: the same as one that promised none.
      negotiated = false;
      promiseBroken = true;
      deadlineNs = Long.MAX_VALUE;
      return;
    }
    if (!silent) {
      silent = true;
      beforeSilenceBps = targetBps;
    }
    targetBps = clamp((long) (targetBps * SILENCE_FACTOR));
    deadlineNs = nowNs + SILENCE_STEP_NS;
  }

  /** When to call {@link #handleTimeout} next; {@code Long.MAX_VALUE} for never. */
  public long nextDeadlineNs() {
    return deadlineNs;
  }

  static long clamp(long bitsPerSecond) {
    return Math.clamp(bitsPerSecond, MIN_BPS, MAX_BPS);
  }

  private void onFeedback(long nowNs) {
    lastFeedbackNs = nowNs;
    lastArrivalNs = batch.lastArrivalNs();
    if (batch.count() == 0) {
      if (batch.lost() > 0) {
        nothingArrives = true; // That goes on as silence does.
        if (measures != null) {
          measures.loss.note(batch);
        }
      }
      return;
    }
    nothingArrives = false;
    Measures present = measures;
    if (present == null) {
      present = new Measures(nowNs);
      measures = present;
      negotiated = true;
      promiseBroken = false;
      log.expectFeedback();
    }
    deadlineNs = nowNs + SILENCE_NS;
    updateRoundTrip(nowNs);
    present.delay.roundTripNs(roundTripNs);
    if (silent) {
      endSilence(present, nowNs);
    }
    present.application.update(log.sentBytes(), targetBps, nowNs);
    boolean limited = present.application.isLimited();
    long probed = ProbeResults.NOTHING;
    for (int i = 0; i < batch.count(); i++) {
      present.acknowledged.add(batch.arrivedNs(i), batch.size(i));
      if (batch.cluster(i) != ProbeCluster.NONE) {
        probed = Math.max(probed, resultOf(present, i));
      }
    }
    present.queue.update(batch, nowNs);
    long acknowledged = present.acknowledged.bitsPerSecond();
    probed = believable(present, probed, acknowledged);
    boolean foundMore = probed > targetBps;
    long fallen =
        present.fall.update(batch, present.queue.leastNs(), present.delay.bitsPerSecond());
    present.delay.update(batch, present.acknowledged, fallen, probed, limited, nowNs);
    long delayBased = present.delay.bitsPerSecond();
    present.loss.update(
        batch, delayBased, acknowledged, limited, present.queue.presentNs() > QUEUE_NS, nowNs);
    if (fallen != SuddenFall.NONE) {
      present.drain.begin(nowNs);
    }
    present.drain.update(present.queue.presentNs(), nowNs);
    long carried = Math.min(delayBased, present.loss.bitsPerSecond());
    targetBps = clamp(present.drain.limit(carried));
    if (foundMore) {
      prober.onResult(probed, wantedBps, nowNs);
    }
    // While one burst follows the other nobody knows yet where that ends.
    measured |=
        acknowledged != AcknowledgedRate.UNKNOWN
            || (probed != ProbeResults.NOTHING && (prober.wanted() == null || !foundMore));
    prober.update(targetBps, wantedBps, present.delay.use() == LinkUse.NORMAL, nowNs);
    probe = prober.wanted();
  }

  /**
   * A burst that finds less than arrives anyhow is wrong, but it may be right that the estimate is
   * too high: goog_cc_network_control.cc, kProbeDropThroughputFraction. Other than there, it is so
   * only when the link slowed the burst; one that was sent too slowly shows no limit.
   */
  private long believable(Measures present, long probed, long acknowledged) {
    if (probed <= targetBps && !present.probes.isSlowed()) {
      return ProbeResults.NOTHING;
    }
    if (probed == ProbeResults.NOTHING || acknowledged == AcknowledgedRate.UNKNOWN) {
      return probed;
    }
    return Math.max(probed, Math.min(targetBps, (long) (LEAST_FOUND_SHARE * acknowledged)));
  }

  private long resultOf(Measures present, int i) {
    int cluster = batch.cluster(i);
    long found =
        present.probes.add(
            cluster, prober.bytesOf(cluster), batch.sentNs(i), batch.arrivedNs(i), batch.size(i));
    prober.clumped(present.probes.isClumped());
    // Trains of media and clumps of arrivals are faster than the burst, and show nothing.
    return Math.min(found, (long) (MAX_FOUND_SHARE * prober.rateOf(cluster)));
  }

  /** The link is back: what was lost meanwhile says nothing of it. */
  private void endSilence(Measures present, long nowNs) {
    silent = false;
    lossesSinceNs = nowNs;
    present.loss.clear();
    present.drain.end();
    present.delay.reduceTo(targetBps, nowNs);
    prober.onInterruption(beforeSilenceBps);
  }

  /** Losses of a time in which nothing came through are not counted. */
  private long lossesSince(long nowNs) {
    return silent ? nowNs : lossesSinceNs;
  }

  private void updateRoundTrip(long nowNs) {
    // The last one to arrive waited least for its feedback.
    long sample = Math.max(0, nowNs - batch.sentNs(batch.count() - 1));
    roundTripNs =
        roundTripNs == UNKNOWN ? sample : roundTripNs + (sample - roundTripNs) / ROUND_TRIP_WEIGHT;
  }
}
