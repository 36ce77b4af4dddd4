package io.weir.core.congestion;

/**
 * The limit that follows from losses: the likelihood model of loss_based_bwe_v2.cc of libwebrtc
 * (modules/congestion_controller/goog_cc, as of 2024). It tells losses that a link has anyhow from
 * those of a link that is full: of several candidates it takes the bandwidth, with its own inherent
 * loss, under which what was observed is most probable. Left out is the holding of a reduced rate,
 * which is off by default there, too. One thread.
 */
final class LossBasedEstimate {
  /** Losses limit nothing. */
  static final long NO_LIMIT = Long.MAX_VALUE;

  private static final double BITS_PER_KILOBIT = 1000;
  private static final double[] FACTORS = {1.02, 1, 0.95};
  private static final double FIRST_INHERENT_LOSS = 0.01;
  private static final double MIN_INHERENT_LOSS = 0.001;
  private static final double INHERENT_LOSS_OFFSET = 0.05;
  private static final double BALANCE_KBPS = 75;

  /**
   * The same while the link's queue is short, in which losses hardly come of a full link: a share
   * of what arrives, at most so much. libwebrtc knows no difference, and gives a link that loses a
   * tenth 1.5 Mbit/s, one that loses a fifth 0.5 at most.
   */
  private static final double UNQUEUED_BALANCE_SHARE = 0.25;

  private static final double MAX_UNQUEUED_BALANCE_KBPS = 250;

  /**
   * Losses alone lower the limit no further than to this share of what they allow at most. Above 15
   * % the model prefers less whenever it explains as much, and would go down to nothing on a link
   * that loses packets at any rate. The price: on a link that drops without queueing what is above
   * its capacity, a rate r loses 1 - c/r, and the floor lets that go on up to 1.3 times c.
   */
  private static final double FLOOR_SHARE = 0.9;

  private static final double NEWTON_STEP = 0.75;
  private static final double MIN_PROBABILITY = 1e-6;
  private static final double BIAS = 0.0002;
  private static final double LOG_BIAS = 0.02;
  private static final double BIAS_THRESHOLD = 0.15;
  private static final double BIAS_SMOOTHING = 0.002;
  private static final double MAX_INCREASE = 1.3;
  private static final long INCREASE_WINDOW_NS = 300_000_000;

  private final LossObservations observed = new LossObservations();
  private double kbps;
  private double resultKbps;
  private double inherentLoss = FIRST_INHERENT_LOSS;
  private boolean limiting;
  private double windowKbps;
  private long windowNs;

  private double bestKbps;
  private double bestInherentLoss;
  private double bestObjective;

  /** The share of packets lost lately. */
  double lossRatio() {
    return observed.lossRatio();
  }

  /** The limit in bits per second, or {@link #NO_LIMIT}. */
  long bitsPerSecond() {
    return limiting ? (long) (resultKbps * BITS_PER_KILOBIT) : NO_LIMIT;
  }

  /** Forgets everything: what comes now is another link, or the same after an interruption. */
  void clear() {
    observed.clear();
    limiting = false;
    inherentLoss = FIRST_INHERENT_LOSS;
  }

  /** Takes a feedback that reports losses only. */
  void note(FeedbackBatch batch) {
    observed.add(batch);
  }

  /**
   * Takes a feedback.
   *
   * @param acknowledgedBps what arrives, or {@link AcknowledgedRate#UNKNOWN}
   * @param applicationLimited whether too little is sent to show the limit
   * @param queued whether packets wait in the link's queue
   */
  void update(
      FeedbackBatch batch,
      long delayBasedBps,
      long acknowledgedBps,
      boolean applicationLimited,
      boolean queued,
      long nowNs) {
    if (!observed.add(batch)) {
      if (limiting && delayBasedBps <= bitsPerSecond()) {
        limiting = false;
      }
      return;
    }
    double delayBased = delayBasedBps / BITS_PER_KILOBIT;
    double loss = observed.lossRatio();
    if (loss == 0) {
      limiting = false; // And nothing is worked out for the many whose links lose nothing.
      return;
    }
    if (!limiting) {
      kbps = delayBased;
    }
    choose(delayBased, acknowledgedBps, applicationLimited, loss);
    double chosen = bestKbps;
    if (loss > bestInherentLoss && chosen > kbps) {
      chosen = kbps; // More is lost than the link loses by itself.
    }
    if (limiting && nowNs - windowNs < INCREASE_WINDOW_NS) {
      chosen = Math.min(chosen, Math.max(kbps, windowKbps));
    }
    double bound = upperBound(loss, acknowledgedBps, queued);
    kbps = bound == Double.MAX_VALUE ? chosen : Math.max(chosen, FLOOR_SHARE * bound);
    inherentLoss = bestInherentLoss;
    resultKbps = Math.min(kbps, bound);
    limiting = resultKbps < delayBased;
    if (limiting) {
      if (nowNs - windowNs >= INCREASE_WINDOW_NS) {
        windowKbps = kbps * MAX_INCREASE;
        windowNs = nowNs;
      }
    }
  }

  private void choose(
      double delayBased, long acknowledgedBps, boolean applicationLimited, double loss) {
    bestObjective = Double.NEGATIVE_INFINITY;
    double from = kbps;
    double highest = limiting ? Math.max(from, windowKbps) : Double.MAX_VALUE;
    for (double factor : FACTORS) {
      consider(Math.min(from * factor, highest), loss);
    }
    if (acknowledgedBps != AcknowledgedRate.UNKNOWN && !applicationLimited) {
      consider(Math.min(acknowledgedBps / BITS_PER_KILOBIT, highest), loss);
    }
    if (delayBased > from) {
      consider(Math.min(delayBased, highest), loss);
    }
  }

  private void consider(double candidate, double loss) {
    double inherent = newton(candidate, feasible(inherentLoss, candidate));
    double objective = objective(candidate, inherent, loss);
    if (objective > bestObjective) {
      bestObjective = objective;
      bestKbps = candidate;
      bestInherentLoss = inherent;
    }
  }

  /** One of Newton's steps towards the inherent loss that explains most. */
  private double newton(double candidate, double inherent) {
    double first = 0;
    double second = 0;
    for (int age = 0; age < observed.count(); age++) {
      double probability = probability(inherent, candidate, observed.kbps(age));
      int lost = observed.lost(age);
      int received = observed.packets(age) - lost;
      double kept = 1 - probability;
      double weight = LossObservations.weight(age);
      first += weight * (lost / probability - received / kept);
      second -= weight * (lost / (probability * probability) + received / (kept * kept));
    }
    return second < 0 ? feasible(inherent - NEWTON_STEP * first / second, candidate) : inherent;
  }

  private double objective(double candidate, double inherent, double loss) {
    double bias =
        biasFactor(loss, BIAS) * candidate + biasFactor(loss, LOG_BIAS) * Math.log1p(candidate);
    double sum = 0;
    for (int age = 0; age < observed.count(); age++) {
      double probability = probability(inherent, candidate, observed.kbps(age));
      int packets = observed.packets(age);
      int lost = observed.lost(age);
      sum +=
          LossObservations.weight(age)
              * (lost * Math.log(probability)
                  + (packets - lost) * Math.log1p(-probability)
                  + bias * packets);
    }
    return sum;
  }

  /** Prefers more while little is lost, and less above. */
  private static double biasFactor(double loss, double factor) {
    double distance = BIAS_THRESHOLD - loss;
    return factor * distance / (BIAS_SMOOTHING + Math.abs(distance));
  }

  /** The share that a link with this bandwidth loses of what is sent at a rate. */
  private static double probability(double inherent, double bandwidth, double sendingRate) {
    double probability = inherent;
    if (sendingRate > bandwidth) {
      probability += (1 - inherent) * (sendingRate - bandwidth) / sendingRate;
    }
    return Math.clamp(probability, MIN_PROBABILITY, 1 - MIN_PROBABILITY);
  }

  private static double feasible(double inherent, double bandwidth) {
    double most = Math.min(1, INHERENT_LOSS_OFFSET + BALANCE_KBPS / Math.max(bandwidth, 1));
    return Math.min(Math.max(inherent, MIN_INHERENT_LOSS), most);
  }

  /** With much loss there is a limit whatever explains it. */
  private static double upperBound(double loss, long acknowledgedBps, boolean queued) {
    double unqueued =
        Math.clamp(
            UNQUEUED_BALANCE_SHARE * acknowledgedBps / BITS_PER_KILOBIT,
            BALANCE_KBPS,
            MAX_UNQUEUED_BALANCE_KBPS);
    return loss > INHERENT_LOSS_OFFSET
        ? (queued ? BALANCE_KBPS : unqueued) / (loss - INHERENT_LOSS_OFFSET)
        : Double.MAX_VALUE;
  }
}
