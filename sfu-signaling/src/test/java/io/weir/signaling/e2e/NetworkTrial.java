package io.weir.signaling.e2e;

import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;

/** What a network does to a call, and what its viewers see of it; on the test's thread. */
final class NetworkTrial {
  /** How long a call may take to get used to a network. */
  private static final long SETTLING_MS = 5_000;

  private static final long FREEZE_MS = 500;

  /** How long is looked at what a drop is compared with. */
  private static final long COMPARED_MS = 5_000;

  /** How long is looked how many frames a second there are. */
  private static final long COUNTED_MS = 3_000;

  /** A viewer who gets this share of another's frames gets them all, or lacks a temporal layer. */
  private static final double ALL = 0.85;

  private static final double THINNED = 0.7;

  /** How long is waited for what should come; stands for "never", too. */
  static final long LIMIT_MS = 60_000;

  private static final long PAUSE_MS = 200;

  private static final int BEST = BadNetworkCall.MIDDLE + 1;

  private final BadNetworkCall call;

  NetworkTrial(BadNetworkCall call) {
    this.call = call;
  }

  /**
   * A steady bad network.
   *
   * @param longestGapMs the longest time without a new frame, after the first 5 s
   * @param othersLongestGapMs the same of the viewer over a good network, for the machine's own
   *     halts
   * @param freezes how often there was none for more than half a second
   * @param framesPerSecond frames displayed
   * @param summary the same in words, with more
   */
  record Steady(
      long longestGapMs,
      long othersLongestGapMs,
      int freezes,
      double framesPerSecond,
      String summary) {}

  /**
   * A network whose rate drops for a while.
   *
   * @param lowerAfterMs from the drop to the first frame of a lower encoding
   * @param longestGapMs the longest time without a new frame while it lasted, after that frame
   * @param bitsPerSecond what came while it lasted
   * @param topAfterMs from the drop's end to the first frame of the best encoding
   * @param othersShare bitrate of the other viewer meanwhile, as a share of what it was before
   * @param summary the same in words, with more
   */
  record Cut(
      long lowerAfterMs,
      long longestGapMs,
      double bitsPerSecond,
      long topAfterMs,
      double othersShare,
      String summary) {}

  /**
   * A network that is gone for a while.
   *
   * @param backAfterMs from its return to the first frame
   * @param topAfterMs from its return to the first frame of the best encoding
   * @param connections how many the viewer made in all
   */
  record Outage(long backAfterMs, long topAfterMs, int connections) {}

  /**
   * A network that carries a part of the only encoding's frames for a while.
   *
   * @param thinnedAfterMs from the drop until frames were left out for three seconds
   * @param share frames of this viewer after that, as a share of the other viewer's
   * @param longestGapMs the longest time without a new frame, from the drop on
   * @param othersLongestGapMs the same of the other viewer, for the machine's own halts
   * @param allAfterMs from the drop's end until all frames came for three seconds
   * @param summary the same in words, with more
   */
  record Thinned(
      long thinnedAfterMs,
      double share,
      long longestGapMs,
      long othersLongestGapMs,
      long allAfterMs,
      String summary) {}

  /** Conditions that stay, both ways. */
  Steady steady(String conditions, long forMs) {
    call.settle();
    long settledMs = BadNetworkCall.pass(call.change(conditions), SETTLING_MS);
    long endMs = BadNetworkCall.pass(settledMs, forMs);
    List<Long> gaps = call.far().gapsMs(settledMs, endMs);
    return new Steady(
        Collections.max(gaps),
        call.near().longestGapMs(settledMs, endMs),
        (int) gaps.stream().filter(gap -> gap > FREEZE_MS).count(),
        (gaps.size() - 1) * 1_000.0 / forMs,
        call.far().summary(settledMs, endMs));
  }

  /** A rate of the way to the viewer for a while. */
  Cut cut(String conditions, long forMs) {
    call.settle();
    long beforeMs = System.currentTimeMillis();
    long cutMs = BadNetworkCall.pass(beforeMs, COMPARED_MS);
    call.changeDown(conditions);
    long endMs = BadNetworkCall.pass(cutMs, forMs);
    long mendedMs = call.changeDown("good");
    OptionalLong lower = call.far().firstAtMs(cutMs, 1, BadNetworkCall.MIDDLE);
    long lowerMs = lower.orElse(cutMs);
    return new Cut(
        lower.orElse(cutMs + LIMIT_MS) - cutMs,
        call.far().longestGapMs(lowerMs, endMs),
        call.far().bitsPerSecond(cutMs, endMs),
        call.far().awaitHeightMs(mendedMs, BEST, LIMIT_MS),
        call.near().bitsPerSecond(cutMs, endMs) / call.near().bitsPerSecond(beforeMs, cutMs),
        call.far().summary(cutMs, endMs));
  }

  /** A rate of the way to the viewer that the only encoding does not fit. */
  Thinned thin(String conditions, long forMs) {
    call.settle();
    awaitShareMs(System.currentTimeMillis(), ALL, 2);
    long dropMs = call.changeDown(conditions);
    long thinnedAfterMs = awaitShareMs(dropMs, 0, THINNED);
    long thinnedMs = System.currentTimeMillis();
    long endMs = BadNetworkCall.pass(thinnedMs, forMs);
    long mendedMs = call.changeDown("good");
    return new Thinned(
        thinnedAfterMs,
        share(thinnedMs, endMs),
        call.far().longestGapMs(dropMs, endMs),
        call.near().longestGapMs(dropMs, endMs),
        awaitShareMs(mendedMs, ALL, 2),
        call.far().summary(thinnedMs, endMs));
  }

  /** Waits until the far viewer's share of frames is within limits; how long that took. */
  private long awaitShareMs(long sinceMs, double least, double most) {
    long nowMs = BadNetworkCall.pass(sinceMs, COUNTED_MS);
    double share = share(sinceMs, nowMs);
    while ((share < least || share > most) && nowMs < sinceMs + LIMIT_MS) {
      nowMs = BadNetworkCall.pass(System.currentTimeMillis(), PAUSE_MS);
      share = share(nowMs - COUNTED_MS, nowMs);
    }
    return Math.min(nowMs - sinceMs, LIMIT_MS);
  }

  private double share(long fromMs, long toMs) {
    return call.far().framesPerSecond(fromMs, toMs) / call.near().framesPerSecond(fromMs, toMs);
  }

  /** Nobody watches until nothing is sent; how long somebody who looks then waits for a frame. */
  long firstLookMs() {
    call.settle();
    call.lookAway();
    return call.lookBackMs();
  }

  /** Nothing gets through for a while, neither way. */
  Outage outage(long forMs) {
    call.settle();
    BadNetworkCall.pass(call.change("loss=100%"), forMs);
    long mendedMs = call.change("good");
    return new Outage(
        call.far().awaitHeightMs(mendedMs, 1, LIMIT_MS),
        call.far().awaitHeightMs(mendedMs, BEST, LIMIT_MS),
        call.far().connections());
  }
}
