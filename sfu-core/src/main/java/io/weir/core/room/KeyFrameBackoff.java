package io.weir.core.room;

/**
 * When a slot may ask for another key frame that its subscriber's link did not carry the last time:
 * at once the first time, then after pauses that double, so that one bad link does not cost
 * everybody a key frame whenever one can be had. Key frames that others ask for serve it meanwhile.
 * Worker thread only.
 */
final class KeyFrameBackoff {
  /** The pause after the second time. */
  static final long FIRST_NS = 500_000_000L;

  static final long LONGEST_NS = 8_000_000_000L;

  /** What is carried for so long after a pause ends the row. */
  static final long CALM_NS = 4_000_000_000L;

  private boolean everRefused;
  private boolean free = true;
  private long refusedNs;
  private long pauseNs;

  /** The slot has to begin anew, since the link did not carry what was sent. */
  void onRefused(long nowNs) {
    if (!mayAsk(nowNs)) {
      return; // Of a key frame that others asked for.
    }
    boolean again = everRefused && nowNs - refusedNs < pauseNs + CALM_NS;
    pauseNs = again ? Math.clamp(2 * pauseNs, FIRST_NS, LONGEST_NS) : 0;
    refusedNs = nowNs;
    everRefused = true;
    free = false;
  }

  /** Something else is to be shown now, for which it may ask at once. */
  void onChanged() {
    free = true;
  }

  /** Whether it may ask now. */
  boolean mayAsk(long nowNs) {
    return free || nowNs - refusedNs >= pauseNs;
  }
}
