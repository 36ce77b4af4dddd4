package io.weir.core.congestion;

/**
 * Raises the estimate while the link's queue does not grow, and lowers it below what arrives when
 * it does: aimd_rate_control.cc of libwebrtc (modules/remote_bitrate_estimator, as of 2024),
 * draft-ietf-rmcat-gcc-02 §5.5. One thread.
 */
final class RateControl {
  private static final double NS_PER_SECOND = 1e9;

  private static final double DECREASE = 0.85;
  private static final double INCREASE_PER_SECOND = 1.08;
  private static final long MIN_INCREASE_BPS = 1000;
  private static final long MIN_INCREASE_PER_SECOND = 4000;

  /** The estimate may run ahead of what arrives by half, for more would be guessing. */
  private static final double MAX_AHEAD = 1.5;

  private static final long MAX_AHEAD_BPS = 10_000;
  private static final long MIN_REACTION_NS = 10_000_000;
  private static final long MAX_REACTION_NS = 200_000_000;
  private static final long RESPONSE_EXTRA_NS = 100_000_000;
  private static final double FRAMES_PER_SECOND = 30;
  private static final double PACKET_BITS = 1200 * 8;

  private enum State {
    HOLD,
    INCREASE,
    DECREASE
  }

  private final LinkCapacity capacity = new LinkCapacity();
  private State state = State.HOLD;
  private long rate;
  private long changedNs;
  private long roundTripNs = 200_000_000;

  RateControl(long startBps, long nowNs) {
    rate = startBps;
    changedNs = nowNs;
  }

  long bitsPerSecond() {
    return rate;
  }

  void roundTripNs(long measured) {
    roundTripNs = measured;
  }

  /** What a probe found takes the place of the estimate. */
  void onProbe(long bitsPerSecond, long nowNs) {
    capacity.onProbe(bitsPerSecond);
    rate = BandwidthEstimator.clamp(bitsPerSecond);
    changedNs = nowNs;
  }

  /** Lowers the estimate for another reason than the link's queue. */
  void reduceTo(long bitsPerSecond, long nowNs) {
    if (bitsPerSecond < rate) {
      rate = BandwidthEstimator.clamp(bitsPerSecond);
      changedNs = nowNs;
    }
  }

  /** Whether the last reduction had its time to work, or was far too small. */
  boolean mayReduce(long acknowledgedBps, long nowNs) {
    long reaction = Math.clamp(roundTripNs, MIN_REACTION_NS, MAX_REACTION_NS);
    if (nowNs - changedNs >= reaction) {
      return true;
    }
    return acknowledgedBps != AcknowledgedRate.UNKNOWN && acknowledgedBps < rate / 2;
  }

  /**
   * Takes what the link's queue does.
   *
   * @param acknowledgedBps what arrives, or {@link AcknowledgedRate#UNKNOWN}
   * @param limited whether too little is sent to show what the link carries: then the estimate does
   *     not grow by itself (libwebrtc's WebRTC-DontIncreaseDelayBasedBweInAlr), since layers come
   *     in large steps and bursts find what is free
   */
  void update(LinkUse use, long acknowledgedBps, boolean limited, long nowNs) {
    state =
        switch (use) {
          case OVERUSED -> State.DECREASE;
          case UNDERUSED -> State.HOLD;
          case NORMAL -> {
            if (state == State.HOLD) {
              changedNs = nowNs; // It grows from here on.
            }
            yield State.INCREASE;
          }
        };
    switch (state) {
      case HOLD -> {}
      case INCREASE -> increase(acknowledgedBps, limited, nowNs);
      case DECREASE -> decrease(acknowledgedBps, nowNs);
    }
  }

  private void increase(long acknowledgedBps, boolean limited, long nowNs) {
    long limit = BandwidthEstimator.MAX_BPS;
    if (acknowledgedBps != AcknowledgedRate.UNKNOWN) {
      if (acknowledgedBps > capacity.upperBps()) {
        capacity.forget();
      }
      limit = (long) (MAX_AHEAD * acknowledgedBps) + MAX_AHEAD_BPS;
    }
    if (rate < limit && !limited) {
      double seconds = Math.min((nowNs - changedNs) / NS_PER_SECOND, 1);
      double more =
          capacity.isKnown()
              ? nearCapacityPerSecond() * seconds
              : Math.max(rate * (Math.pow(INCREASE_PER_SECOND, seconds) - 1), MIN_INCREASE_BPS);
      rate = BandwidthEstimator.clamp(Math.min(rate + (long) more, limit));
    }
    changedNs = nowNs;
  }

  /** About one packet per time that the link needs to answer. */
  private double nearCapacityPerSecond() {
    double frameBits = rate / FRAMES_PER_SECOND;
    double packets = Math.ceil(frameBits / PACKET_BITS);
    double responseSeconds = 2 * (roundTripNs + RESPONSE_EXTRA_NS) / NS_PER_SECOND;
    return Math.max(frameBits / packets / responseSeconds, MIN_INCREASE_PER_SECOND);
  }

  private void decrease(long acknowledgedBps, long nowNs) {
    long lower;
    if (acknowledgedBps == AcknowledgedRate.UNKNOWN) {
      lower = rate / 2; // Nothing is known but that it is too much.
    } else {
      lower = (long) (DECREASE * acknowledgedBps);
      if (lower > rate && capacity.isKnown()) {
        lower = (long) (DECREASE * capacity.bitsPerSecond());
      }
      if (acknowledgedBps < capacity.lowerBps()) {
        capacity.forget();
      }
      capacity.onOveruse(acknowledgedBps);
    }
    rate = BandwidthEstimator.clamp(Math.min(rate, lower));
    state = State.HOLD;
    changedNs = nowNs;
  }
}
