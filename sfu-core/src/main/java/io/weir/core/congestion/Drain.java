package io.weir.core.congestion;

/**
 * After a link fell: sends less than it carries until its queue is short again. One thread.
 *
 * <p>At 85 % of the link, which is what {@link RateControl} leaves, a queue of 300 ms takes two
 * seconds to empty, and meanwhile every key frame and every repair overflows it again. Draining
 * first is the Drain state of BBR (draft-cardwell-iccrg-bbr-congestion-control-02, §4.3.2); unlike
 * there only once for each fall, and not for long, since the queue may be somebody else's.
 */
final class Drain {
  private static final double SHARE = 0.5;

  /** A queue of 300 ms takes 0.6 s at that share. */
  private static final long LONGEST_NS = 1_000_000_000L;

  /** A longer queue is one that does not come of a single frame. */
  private static final long DRAINED_NS = 50_000_000L;

  private boolean active;
  private long endsNs;

  /** The link fell. */
  void begin(long nowNs) {
    active = true;
    endsNs = nowNs + LONGEST_NS;
  }

  /** The link was silent, so that its queue is another one. */
  void end() {
    active = false;
  }

  /** Takes how long packets waited lately in the link's queue. */
  void update(long queueNs, long nowNs) {
    active &= endsNs - nowNs > 0 && queueNs > DRAINED_NS;
  }

  boolean isActive() {
    return active;
  }

  /** What may be sent of what the link carries. */
  long limit(long bitsPerSecond) {
    return active ? (long) (SHARE * bitsPerSecond) : bitsPerSecond;
  }
}
