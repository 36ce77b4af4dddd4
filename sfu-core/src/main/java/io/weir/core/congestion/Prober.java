package io.weir.core.congestion;

import org.jspecify.annotations.Nullable;

/**
 * Decides when to find out by a short burst whether the link carries more: after
 * probe_controller.cc of libwebrtc (modules/congestion_controller/goog_cc, as of 2024). A burst of
 * three times the first estimate begins, and each that succeeds is followed by one of twice its
 * rate. (libwebrtc sends a second one of six times at once, from a first estimate of a third of
 * ours: on a link of 300 kbit/s that would be half a second of queue.) Worker thread only.
 *
 * <p>Other than there, more is tried every 3 s for as long as more is wanted, and not only while
 * the application limits what is sent: a link that got better is found within that time, which the
 * 8 % per second of {@link RateControl} would take a quarter of a minute for. A burst of twice the
 * rate for 15 ms is 1 % of what is sent and lengthens a full queue by 15 ms.
 */
final class Prober {
  private static final int FIRST_FACTOR = 3;
  private static final int FACTOR = 2;
  private static final double FURTHER_SHARE = 0.7;
  private static final double WANTED_SHARE = 1.25;
  private static final double RECOVERY_SHARE = 0.85;

  /** A burst that nobody could send by then is given up. */
  private static final long PATIENCE_NS = 1_000_000_000L;

  private static final long INTERVAL_NS = 3_000_000_000L;
  private static final long QUIET_INTERVAL_NS = 1_000_000_000L;
  private static final long USUAL_BPS = 700_000;
  private static final int MAX_ID = 255;

  /** Who lies about what arrives gets no more bursts than that in a row; small ones are free. */
  private static final int MAX_FOLLOW_UPS = 3;

  private final ProbeCluster cluster = new ProbeCluster();
  private @Nullable ProbeCluster wanted;

  private long lastBps;
  private int lastBytes;
  private long beforeLastBps;
  private int followUps;
  private int lastId;
  private long beganNs = Long.MIN_VALUE;
  private long recoverBps;
  private long durationNs = ProbeCluster.DURATION_NS;

  /** The burst that shall be sent now, or null. */
  @Nullable ProbeCluster wanted() {
    return wanted;
  }

  /** Bytes of the burst with this id. */
  int bytesOf(int id) {
    return id == cluster.id() ? cluster.bytes() : lastBytes;
  }

  /** The rate of the burst with this id. */
  long rateOf(int id) {
    return id == cluster.id() ? cluster.bitsPerSecond() : beforeLastBps;
  }

  /** Begins: nothing is known of the link. */
  void start(long startBps, long wantedBps, long nowNs) {
    probe(startBps * FIRST_FACTOR, wantedBps, nowNs);
  }

  /** A packet of a burst was sent. */
  void onSent(int bytes, long nowNs) {
    ProbeCluster present = wanted;
    if (present == null) {
      return;
    }
    present.onSent(bytes, nowNs);
    if (present.isSpent()) {
      wanted = null;
    }
  }

  /** Nothing can be sent but media: no burst now. */
  void giveUp() {
    wanted = null;
  }

  /** Whether the latest burst arrived in clumps: a few of them tell nothing of a rate. */
  void clumped(boolean value) {
    durationNs = value ? ProbeCluster.LONG_DURATION_NS : ProbeCluster.DURATION_NS;
  }

  /** A burst found a rate. */
  void onResult(long foundBps, long wantedBps, long nowNs) {
    if (wanted == null
        && followUps < MAX_FOLLOW_UPS
        && foundBps >= FURTHER_SHARE * lastBps
        && foundBps < wantedBps) {
      if (foundBps > BandwidthEstimator.START_BPS) {
        followUps++;
      }
      probe(Math.max(foundBps * FACTOR, takeRecoverBps()), wantedBps, nowNs);
    }
  }

  /** The estimate fell for a reason that may pass: what it was is tried first when more is. */
  void onInterruption(long beforeBps) {
    recoverBps = Math.max(recoverBps, (long) (RECOVERY_SHARE * beforeBps));
    beganNs = Long.MIN_VALUE;
  }

  /** Looks whether it is time for a burst. */
  void update(long targetBps, long wantedBps, boolean calm, long nowNs) {
    if (wanted != null && nowNs - beganNs > PATIENCE_NS) {
      wanted = null;
    }
    if (wanted != null || !calm || targetBps >= wantedBps) {
      return;
    }
    if (beganNs == Long.MIN_VALUE || nowNs - beganNs >= interval(targetBps)) {
      followUps = 0;
      probe(Math.max(targetBps * FACTOR, takeRecoverBps()), wantedBps, nowNs);
    }
  }

  private long takeRecoverBps() {
    long rate = recoverBps;
    recoverBps = 0;
    return rate;
  }

  /** Five packets are much for a slow link: there bursts are rarer, 1 or 2 % of what is sent. */
  private static long interval(long targetBps) {
    return Math.max(INTERVAL_NS, (long) (INTERVAL_NS * ((double) USUAL_BPS / targetBps)));
  }

  /** The same where bursts are all that is sent: nothing else tells that the link is back. */
  void updateQuiet(long targetBps, long wantedBps, long nowNs) {
    boolean due = beganNs == Long.MIN_VALUE || nowNs - beganNs >= QUIET_INTERVAL_NS;
    if (due) {
      beganNs = Long.MIN_VALUE;
      wanted = null;
    }
    update(targetBps, wantedBps, due, nowNs);
  }

  private void probe(long rate, long wantedBps, long nowNs) {
    lastBytes = cluster.bytes();
    beforeLastBps = cluster.bitsPerSecond();
    lastId = lastId % MAX_ID + 1;
    lastBps = Math.min(rate, (long) (wantedBps * WANTED_SHARE));
    lastBps = BandwidthEstimator.clamp(lastBps);
    cluster.begin(lastId, lastBps, durationNs, nowNs);
    wanted = cluster;
    beganNs = nowNs;
  }
}
