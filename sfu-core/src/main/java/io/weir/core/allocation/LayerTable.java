package io.weir.core.allocation;

import java.util.Arrays;

/**
 * What the layers of one track cost and show, the same for everybody who watches it; the lowest
 * resolution is encoding 0. Worker thread only; allocates nothing after its construction.
 *
 * <p>{@link #layoutVersion} and {@link #costVersion} tell subscribers whether it is worth looking
 * again. Bit rates are taken over only when they have changed by an eighth.
 */
public final class LayerTable {
  /** Temporal layers that are told apart. */
  public static final int MAX_TEMPORAL_LAYERS = 4;

  /** An encoding whose picture covers this share of what was asked for looks the same. */
  private static final int ENOUGH_PERCENT = 85;

  private static final int NONE = -1;

  /** A smaller change, as a fraction of the bit rate, is noise. */
  private static final int NOISE_FRACTION = 8;

  /** What encodings of 320, 640, 1280 and more pixels of width mostly cost, in bit/s. */
  private static final long[] TYPICAL_BPS = {150_000, 500_000, 1_700_000, 3_500_000};

  private static final int[] TYPICAL_WIDTHS = {480, 960, 1600};

  private final int encodings;
  private final boolean[] alive;
  private final int[] widths;
  private final int[] heights;
  private final int[] temporalLayers;
  private final long[] bitrates;
  private int layoutVersion;
  private int costVersion;

  /** A table of a track whose encodings have not sent anything yet. */
  public LayerTable(int encodings) {
    this.encodings = encodings;
    alive = new boolean[encodings];
    widths = new int[encodings];
    heights = new int[encodings];
    temporalLayers = new int[encodings];
    bitrates = new long[encodings * MAX_TEMPORAL_LAYERS];
    Arrays.fill(temporalLayers, 1);
  }

  /** Number of encodings. */
  public int encodings() {
    return encodings;
  }

  /** Changes with which layers there are, and how large they are. */
  public int layoutVersion() {
    return layoutVersion;
  }

  /** Changes with what the layers cost. */
  public int costVersion() {
    return costVersion;
  }

  /** Says whether an encoding's packets come now. */
  public void alive(int encoding, boolean sends) {
    if (alive[encoding] != sends) {
      alive[encoding] = sends;
      layoutVersion++;
    }
  }

  /** Says how large an encoding's pictures are; 0 when not known. */
  public void size(int encoding, int width, int height) {
    if (widths[encoding] != width || heights[encoding] != height) {
      widths[encoding] = width;
      heights[encoding] = height;
      layoutVersion++;
    }
  }

  /** Says how many temporal layers an encoding has; the uppermost ones are taken as one. */
  public void temporalLayers(int encoding, int count) {
    int known = Math.clamp(count, 1, MAX_TEMPORAL_LAYERS);
    if (temporalLayers[encoding] != known) {
      temporalLayers[encoding] = known;
      layoutVersion++;
    }
  }

  /**
   * Says what an encoding costs up to a temporal layer.
   *
   * @param bitsPerSecond of this layer and all below it; 0 when not known
   */
  public void bitrate(int encoding, int temporalLayer, long bitsPerSecond) {
    if (temporalLayer >= MAX_TEMPORAL_LAYERS) {
      return;
    }
    int index = encoding * MAX_TEMPORAL_LAYERS + temporalLayer;
    long change = Math.abs(bitsPerSecond - bitrates[index]);
    if (change > bitrates[index] / NOISE_FRACTION) {
      bitrates[index] = bitsPerSecond;
      costVersion++;
    }
  }

  /** Whether an encoding's packets come now. */
  public boolean isAlive(int encoding) {
    return alive[encoding];
  }

  /** The width of an encoding's pictures; 0 when not known. */
  public int width(int encoding) {
    return widths[encoding];
  }

  /** The height of an encoding's pictures; 0 when not known. */
  public int height(int encoding) {
    return heights[encoding];
  }

  /**
   * The encoding that a picture of this size calls for: the smallest that is as large, and without
   * such a one the highest.
   *
   * @param width 0 when not said
   * @param height likewise
   */
  public int smallestThatFills(int width, int height) {
    int encoding = 0;
    while (encoding < encodings - 1 && !fills(encoding, width, height)) {
      encoding++;
    }
    return encoding;
  }

  /**
   * Whether an encoding's picture is as large as one is shown; either dimension, as nothing is
   * cropped. One that was never sent, perhaps because nobody asked for it, is taken to be half as
   * large as the next.
   */
  boolean fills(int encoding, int width, int height) {
    int like = nearestOfKnownSize(encoding);
    return like != NONE
        && (covers(widths[like], encoding - like, width)
            || covers(heights[like], encoding - like, height));
  }

  private int nearestOfKnownSize(int encoding) {
    int nearest = NONE;
    for (int i = 0; i < encodings; i++) {
      boolean nearer = nearest == NONE || Math.abs(i - encoding) < Math.abs(nearest - encoding);
      nearest = widths[i] > 0 && heights[i] > 0 && nearer ? i : nearest;
    }
    return nearest;
  }

  private static boolean covers(int own, int doublings, int shown) {
    long size = doublings < 0 ? own >> -doublings : (long) own << doublings;
    return shown > 0 && size * 100 >= (long) shown * ENOUGH_PERCENT;
  }

  /** Temporal layers of an encoding. */
  public int temporalLayers(int encoding) {
    return temporalLayers[encoding];
  }

  /** What an encoding costs up to a temporal layer, in bit/s: as measured, or what is usual. */
  public long cost(int encoding, int temporalLayer) {
    int layer = Math.min(temporalLayer, temporalLayers[encoding] - 1);
    long measured = bitrates[encoding * MAX_TEMPORAL_LAYERS + layer];
    if (measured > 0) {
      return measured;
    }
    // The layers of a usual encoder each double the frame rate and cost about half as much again.
    long cost = typicalBps(encoding);
    for (int above = temporalLayers[encoding] - 1; above > layer; above--) {
      cost = cost * 2 / 3;
    }
    return cost;
  }

  private long typicalBps(int encoding) {
    if (widths[encoding] == 0) {
      return TYPICAL_BPS[Math.min(encoding, TYPICAL_BPS.length - 1)];
    }
    int index = 0;
    int longer = Math.max(widths[encoding], heights[encoding]);
    while (index < TYPICAL_WIDTHS.length && longer > TYPICAL_WIDTHS[index]) {
      index++;
    }
    return TYPICAL_BPS[index];
  }
}
