package io.weir.bench.load.media;

import java.util.Random;

/**
 * How large an encoder's frames are: key frames several times larger, the others around a mean with
 * some variation, and the rate control pays back what was spent, so that the bit rate holds.
 * Follows from a seed. One thread.
 */
final class FrameSizes {
  private static final double BITS = 8;
  private static final double VARIATION = 0.15;
  private static final double MAX_VARIATION = 0.5;

  /** Share of the debt that each frame pays back. */
  private static final double REPAYMENT = 0.1;

  private static final double MAX_REPAYMENT = 0.5;
  private static final double MAX_BONUS = 0.3;

  /** Room for a codec's first bytes and the marker. */
  private static final int MIN_BYTES = 120;

  private final double meanBytes;
  private final double keyFrameRatio;
  private final Random random;
  private double debtBytes;

  FrameSizes(VideoEncoding encoding, double keyFrameRatio, long seed) {
    meanBytes = encoding.bitsPerSecond() / BITS / encoding.framesPerSecond();
    this.keyFrameRatio = keyFrameRatio;
    random = new Random(seed);
  }

  /** Bytes of payload of the next frame. */
  int next(boolean key) {
    double noise = Math.clamp(random.nextGaussian() * VARIATION, -MAX_VARIATION, MAX_VARIATION);
    double bytes = meanBytes * (1 + noise);
    if (key) {
      bytes *= keyFrameRatio;
    } else {
      bytes -= Math.clamp(debtBytes * REPAYMENT, -MAX_BONUS * meanBytes, MAX_REPAYMENT * meanBytes);
    }
    int size = Math.max(MIN_BYTES, (int) bytes);
    debtBytes += size - meanBytes;
    return size;
  }
}
