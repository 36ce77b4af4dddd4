package io.weir.core.room;

/**
 * How many bits a second an encoding has, up to each temporal layer, over the last second. Worker
 * thread only; allocates nothing.
 */
final class EncodingMeter {
  /** Temporal layers that are told apart; those above count as the last one. */
  static final int LAYERS = 4;

  /** Samples that make up a window. */
  private static final int SAMPLES = 4;

  private static final double BITS_PER_BYTE_NS = 8e9;

  /** Bytes of each layer since the beginning. */
  private final long[] bytes = new long[LAYERS];

  /** What {@link #bytes} were at each sample of the window. */
  private final long[] sampled = new long[SAMPLES * LAYERS];

  private final long[] sampledNs = new long[SAMPLES];
  private final long[] bitsPerSecond = new long[LAYERS];
  private int samples;

  /** A packet came. */
  void onPacket(int temporalLayer, int length) {
    bytes[Math.min(temporalLayer, LAYERS - 1)] += length;
  }

  /** Ends a quarter of a window; call about four times a second. */
  void sample(long nowNs) {
    int place = samples % SAMPLES;
    int oldest = samples < SAMPLES ? 0 : place;
    double elapsedNs = nowNs - sampledNs[oldest];
    long sum = 0;
    for (int layer = 0; layer < LAYERS; layer++) {
      sum += bytes[layer] - sampled[oldest * LAYERS + layer];
      bitsPerSecond[layer] =
          samples == 0 || elapsedNs <= 0 ? 0 : Math.round(sum * BITS_PER_BYTE_NS / elapsedNs);
    }
    System.arraycopy(bytes, 0, sampled, place * LAYERS, LAYERS);
    sampledNs[place] = nowNs;
    samples++;
  }

  /** Bits a second of a layer and all below it. */
  long bitsPerSecond(int temporalLayer) {
    return bitsPerSecond[Math.min(temporalLayer, LAYERS - 1)];
  }
}
