package io.weir.core.testkit;

import java.util.List;

/**
 * What a {@link SimulatedVideo} sends per encoding and how it is made up. Immutable.
 *
 * @param bitsPerSecond of each encoding, lowest resolution first; the last holds for further ones
 * @param temporalLayers 1 to 3
 * @param packetBytes how long a packet's payload is at most
 * @param keyFrameFactor how many times as long as others key frames are
 * @param spread up to what share a frame is longer or shorter than the rate would have it
 */
public record VideoQuality(
    List<Integer> bitsPerSecond,
    int temporalLayers,
    int packetBytes,
    double keyFrameFactor,
    double spread) {
  static final int FRAMES_PER_SECOND = 30;

  /** Per number of layers, and layer: how many times as long as the average its frames are. */
  private static final double[][] SHARES = {{1}, {1.2, 0.8}, {1.6, 0.8, 0.8}};

  /** Three packets of 200 bytes per frame, eight for a key frame: little, and always the same. */
  public static final VideoQuality SMALL = new VideoQuality(List.of(144_000), 1, 200, 8.0 / 3, 0);

  /** What Chromium sends of a camera of 720p in three encodings, at its best. */
  public static final VideoQuality CAMERA =
      new VideoQuality(List.of(200_000, 700_000, 2_500_000), 3, 1_100, 5, 0.15);

  /** What cannot be. */
  public VideoQuality {
    bitsPerSecond = List.copyOf(bitsPerSecond);
    if (temporalLayers < 1 || temporalLayers > SHARES.length) {
      throw new IllegalArgumentException(temporalLayers + " temporal layers");
    }
  }

  /** The rate of an encoding. */
  public int bitsPerSecond(int encoding) {
    return bitsPerSecond.get(Math.min(encoding, bitsPerSecond.size() - 1));
  }

  /** How long a frame of an encoding is, {@code accident} being between -1 and 1. */
  int frameBytes(int encoding, int temporalLayer, boolean key, double accident) {
    double average = bitsPerSecond(encoding) / 8.0 / FRAMES_PER_SECOND;
    double share = key ? keyFrameFactor : SHARES[temporalLayers - 1][temporalLayer];
    return (int) Math.round(average * share * (1 + spread * accident));
  }
}
