package io.weir.bench.load.measure;

import java.util.Arrays;

/**
 * Decides which frames of one source a decoder could show, and when, as a browser's would: it waits
 * for repairs of the next frame, jumps to a complete key frame, and gives up after a while. One
 * thread.
 */
final class FrameTracker {
  /** How long a decoder waits for the rest of a frame while later ones come. */
  static final long PATIENCE_NS = 500_000_000;

  /** Frames that are told apart; twice as many as come within its patience at 60 per second. */
  private static final int WINDOW = 64;

  private static final long NONE = -1;
  private static final int NUMBER_SHIFT = 17;
  private static final long ONE_PACKET = 2;
  private static final long MISSING_MASK = 0x1_FFFE;
  private static final long FREEZE_NS = 150_000_000;
  private static final int INTERVAL_WEIGHT = 16;

  private final MediaMeter totals;

  /**
   * Number, how many packets are missing, and whether it is a key frame, in one word for each
   * frame: of thousands of streams, every cache line that a packet needs is felt.
   */
  private final long[] states = new long[WINDOW];

  private final long[] sentNs = new long[WINDOW];

  /** The frame that the decoder needs next. */
  private long next = NONE;

  private long highest = NONE;

  /** Whether a key frame was complete. */
  private boolean begun;

  /** Whether the next frame was missing for too long. */
  private boolean gaveUp;

  /** Since when the next frame is missing though later ones have come; 0 when it is not. */
  private long stuckSinceNs;

  /** Frames from the next one on that count as undecodable unless a late repair helps after all. */
  private long pending;

  private long lastDecoded = NONE;
  private long lastDecodedNs = NONE;
  private long lastSentNs;
  private long meanIntervalNs;

  /** How long of the freeze that is going on is counted already. */
  private long countedFreezeNs;

  private long decoded;
  private long keyFrames;
  private long undecodable;
  private long freezes;
  private long frozenNs;
  private long longestGapNs;

  FrameTracker(MediaMeter totals) {
    this.totals = totals;
    Arrays.fill(states, NONE);
  }

  /** Whether only a key frame helps. */
  boolean waitsForKeyFrame() {
    return !begun || gaveUp;
  }

  /**
   * Notes a packet that came for the first time.
   *
   * @return how many frames became decodable by it
   */
  int add(long frame, int count, boolean keyFrame, long packetSentNs, long nowNs) {
    if (next == NONE) {
      next = frame;
    }
    if (frame < next) {
      return 0;
    }
    if (frame > highest) {
      highest = frame;
    }
    int slot = (int) (frame % WINDOW);
    long state = states[slot];
    if (number(state) != frame) {
      if (number(state) > frame) {
        return 0;
      }
      state = frame << NUMBER_SHIFT | (long) count << 1 | (keyFrame ? 1 : 0);
      sentNs[slot] = packetSentNs;
    }
    state -= ONE_PACKET;
    states[slot] = state;
    long before = decoded;
    if (isComplete(state)) {
      if (keyFrame && (!begun || frame != next)) {
        jumpTo(frame);
      }
      if (begun) {
        decodeAll(nowNs);
      }
    }
    noticeBeingStuck(nowNs);
    countPending();
    countFreezeSoFar(frame, packetSentNs, nowNs);
    return (int) (decoded - before);
  }

  /** What became of its frames so far. */
  FrameTruth truth() {
    return new FrameTruth(
        decoded, keyFrames, undecodable + pending, freezes, frozenNs, longestGapNs);
  }

  private void jumpTo(long frame) {
    undecodable += frame - next;
    totals.undecodable += frame - next;
    next = frame;
    begun = true;
  }

  private void decodeAll(long nowNs) {
    int slot = (int) (next % WINDOW);
    while (number(states[slot]) == next && isComplete(states[slot])) {
      decode(slot, nowNs);
      next++;
      slot = (int) (next % WINDOW);
    }
  }

  private void decode(int slot, long nowNs) {
    decoded++;
    totals.framesDecoded++;
    if ((states[slot] & 1) != 0) {
      keyFrames++;
      totals.keyFrames++;
    }
    if (lastDecodedNs != NONE) {
      noteInterval(nowNs - lastDecodedNs, (sentNs[slot] - lastSentNs) / (next - lastDecoded));
    }
    countedFreezeNs = 0;
    gaveUp = false;
    stuckSinceNs = 0;
    lastDecoded = next;
    lastDecodedNs = nowNs;
    lastSentNs = sentNs[slot];
  }

  /**
   * Counts what is given up while it is, for a viewer that never recovers would else count none. A
   * newest frame that is a key frame may still be on its way.
   */
  private void countPending() {
    long now = 0;
    if (waitsForKeyFrame()) {
      boolean mayHelp = (states[(int) (highest % WINDOW)] & 1) != 0;
      now = highest - next + (mayHelp ? 0 : 1);
    }
    totals.undecodable += now - pending;
    pending = now;
  }

  /** A picture that stands still though packets come is a freeze before it ends. */
  private void countFreezeSoFar(long frame, long packetSentNs, long nowNs) {
    if (stuckSinceNs == 0 || meanIntervalNs == 0 || frame <= lastDecoded) {
      return;
    }
    long stillNs = nowNs - lastDecodedNs;
    long limitNs = freezeLimitNs();
    if (stillNs > limitNs && (packetSentNs - lastSentNs) / (frame - lastDecoded) <= limitNs) {
      countFreeze(stillNs);
    }
  }

  private void countFreeze(long stillNs) {
    if (countedFreezeNs == 0) {
      freezes++;
      totals.freezes++;
    }
    long moreNs = Math.max(0, stillNs - countedFreezeNs);
    frozenNs += moreNs;
    totals.frozenNs += moreNs;
    countedFreezeNs += moreNs;
    noteGap(stillNs);
  }

  private void noteGap(long gapNs) {
    longestGapNs = Math.max(longestGapNs, gapNs);
    totals.longestGapNs = Math.max(totals.longestGapNs, gapNs);
  }

  private long freezeLimitNs() {
    return Math.max(3 * meanIntervalNs, meanIntervalNs + FREEZE_NS);
  }

  /**
   * A pause that the publisher made itself, because it was muted, is no freeze.
   *
   * @param sentIntervalNs between frames at the publisher, the mean where some were left out
   */
  private void noteInterval(long intervalNs, long sentIntervalNs) {
    if (meanIntervalNs == 0) {
      meanIntervalNs = Math.max(sentIntervalNs, 1);
    }
    long limitNs = freezeLimitNs();
    if (sentIntervalNs > limitNs) {
      return;
    }
    noteGap(intervalNs);
    if (intervalNs > limitNs) {
      countFreeze(intervalNs);
    }
    meanIntervalNs += (intervalNs - meanIntervalNs) / INTERVAL_WEIGHT;
  }

  private void noticeBeingStuck(long nowNs) {
    if (!begun || highest <= next) {
      return;
    }
    if (stuckSinceNs == 0) {
      stuckSinceNs = nowNs;
    }
    gaveUp |= nowNs - stuckSinceNs >= PATIENCE_NS || highest - next >= WINDOW;
  }

  private static long number(long state) {
    return state >> NUMBER_SHIFT;
  }

  private static boolean isComplete(long state) {
    return (state & MISSING_MASK) == 0;
  }
}
