package io.weir.bench.load.measure;

/**
 * Guesses frames of a stream that does not carry the tester's marker: one ends with each RTP marker
 * bit, and is decodable if since the last key frame no packet was missing when it ended. Repairs
 * come too late for it, so it sees more damage than a browser would. One thread.
 */
final class UnmarkedFrames {
  private static final long NONE = -1;

  private final MediaMeter totals;
  private long highest = NONE;
  private boolean intact;
  private boolean keyInFrame;
  private long decoded;
  private long keyFrames;
  private long undecodable;
  private long lastDecodedNs = NONE;
  private long longestGapNs;

  UnmarkedFrames(MediaMeter totals) {
    this.totals = totals;
  }

  boolean needsKeyFrame() {
    return !intact;
  }

  /** Notes a packet that came for the first time; true when a frame became decodable. */
  boolean add(long sequence, boolean key, boolean endsFrame, long nowNs) {
    if (sequence < highest) {
      return false;
    }
    if (highest != NONE && sequence != highest + 1) {
      intact = false;
    }
    highest = sequence;
    if (key) {
      intact = true;
      keyInFrame = true;
    }
    if (!endsFrame) {
      return false;
    }
    if (!intact) {
      undecodable++;
      totals.undecodable++;
      return false;
    }
    decoded++;
    totals.framesDecoded++;
    if (keyInFrame) {
      keyFrames++;
      totals.keyFrames++;
    }
    keyInFrame = false;
    if (lastDecodedNs != NONE) {
      longestGapNs = Math.max(longestGapNs, nowNs - lastDecodedNs);
      totals.longestGapNs = Math.max(totals.longestGapNs, nowNs - lastDecodedNs);
    }
    lastDecodedNs = nowNs;
    return true;
  }

  FrameTruth truth() {
    return new FrameTruth(decoded, keyFrames, undecodable, 0, 0, longestGapNs);
  }
}
