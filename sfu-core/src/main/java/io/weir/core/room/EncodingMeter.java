package io.weir.core.room;

/**
 * How many bits a second an encoding has, up to each temporal layer, over the last second. Worker
 * thread only; allocates nothing.
 *
 * <p>Whoever begins to watch lets a key frame come, of five times the usual length. If that
 * counted, the encoding would seem to cost more in the very second in which it was chosen, and
 * would be taken back; so key frames among other frames count as usual frames do.
 */
final class EncodingMeter {
  /** Temporal layers that are told apart; those above count as the last one. */
  static final int LAYERS = 4;

  /** Samples that make up a window. */
  private static final int SAMPLES = 4;

  /** Key frames count no more than this fraction of other frames: two of the thirty in a second. */
  private static final int KEY_FRACTION = 16;

  private static final double BITS_PER_BYTE_NS = 8e9;
  private static final long NONE = -1;

  /** Bytes of each layer since the beginning. */
  private final long[] bytes = new long[LAYERS];

  /** What {@link #bytes} were at each sample of the window. */
  private final long[] sampled = new long[SAMPLES * LAYERS];

  /** The same of key frames, which are of the lowest layer. */
  private long keyBytes;

  /** The latest key frame's. */
  private long keyTimestamp = NONE;

  private final long[] sampledKeyBytes = new long[SAMPLES];
  private final long[] sampledNs = new long[SAMPLES];
  private final long[] bitsPerSecond = new long[LAYERS];
  private int samples;

  /** A packet came. */
  void onPacket(int temporalLayer, boolean beginsKeyFrame, int timestamp, int length) {
    if (beginsKeyFrame) {
      keyTimestamp = Integer.toUnsignedLong(timestamp);
    }
    if (Integer.toUnsignedLong(timestamp) == keyTimestamp) {
      keyBytes += length;
      return;
    }
    bytes[Math.min(temporalLayer, LAYERS - 1)] += length;
  }

  /** Ends a quarter of a window; call about four times a second. */
  void sample(long nowNs) {
    int place = samples % SAMPLES;
    int oldest = samples < SAMPLES ? 0 : place;
    double elapsedNs = nowNs - sampledNs[oldest];
    long sum = keyBytes - sampledKeyBytes[oldest];
    long others = 0;
    for (int layer = 0; layer < LAYERS; layer++) {
      others += bytes[layer] - sampled[oldest * LAYERS + layer];
    }
    if (sum < others) { // It is no encoder that makes nothing but key frames.
      sum = Math.min(sum, others / KEY_FRACTION);
    }
    for (int layer = 0; layer < LAYERS; layer++) {
      sum += bytes[layer] - sampled[oldest * LAYERS + layer];
      bitsPerSecond[layer] =
          samples == 0 || elapsedNs <= 0 ? 0 : Math.round(sum * BITS_PER_BYTE_NS / elapsedNs);
    }
    System.arraycopy(bytes, 0, sampled, place * LAYERS, LAYERS);
    sampledKeyBytes[place] = keyBytes;
    sampledNs[place] = nowNs;
    samples++;
  }

  /** Bits a second of a layer and all below it. */
  long bitsPerSecond(int temporalLayer) {
    return bitsPerSecond[Math.min(temporalLayer, LAYERS - 1)];
  }
}
