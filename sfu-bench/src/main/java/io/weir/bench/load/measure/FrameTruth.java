package io.weir.bench.load.measure;

/**
 * What became of video frames in a decoder that waits for repairs as browsers do.
 *
 * @param decoded frames that were complete, as all were that they need
 * @param keyFrames of these, key frames
 * @param undecodable frames that were given up: incomplete, or one that they need was
 * @param freezes times that the picture stood still longer than 150 ms plus the mean interval, or
 *     three intervals if that is more (as {@code freezeCount} of webrtc-stats)
 * @param frozenNs how long it stood still then, in all
 * @param longestGapNs longest time between two decoded frames
 */
public record FrameTruth(
    long decoded,
    long keyFrames,
    long undecodable,
    long freezes,
    long frozenNs,
    long longestGapNs) {
  /** No frames. */
  public static final FrameTruth NONE = new FrameTruth(0, 0, 0, 0, 0, 0);

  /** Both together; the longest gap is the longer of the two. */
  public FrameTruth plus(FrameTruth other) {
    return new FrameTruth(
        decoded + other.decoded,
        keyFrames + other.keyFrames,
        undecodable + other.undecodable,
        freezes + other.freezes,
        frozenNs + other.frozenNs,
        Math.max(longestGapNs, other.longestGapNs));
  }
}
