package io.weir.core.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Decides frame by frame what an encoder with temporal layers makes, in the pattern of libwebrtc's
 * VP8: T0, T2, T1, T2, where higher layers can be entered once in two rounds. Sans I/O; one thread.
 */
final class SimulatedEncoder {
  private static final int PICTURE_IDS = 0x8000;
  private static final int TL0_INDEXES = 0x100;

  /** Per number of layers, and place in the pattern: the layer. */
  private static final int[][] LAYERS = {{0}, {0, 1, 0, 1}, {0, 2, 1, 2, 0, 2, 1, 2}};

  /** How many frames ago those were that a place depends on. */
  private static final int[][][] REFERENCES = {
    {{1}}, {{2}, {1}, {2}, {1, 2}}, {{4}, {1}, {2}, {1, 2}, {4}, {1, 2}, {2, 4}, {1, 2}}
  };

  /** Places of higher layers before this one depend on nothing but layer 0. */
  private static final int[] SYNC_BEFORE = {0, 2, 3};

  private final VideoQuality quality;
  private final int encoding;
  private final SplittableRandom random;
  private int place;
  private int pictureId;
  private int tl0PicIdx;

  SimulatedEncoder(VideoQuality quality, int encoding, long seed) {
    this.quality = quality;
    this.encoding = encoding;
    this.random = new SplittableRandom(seed);
    this.pictureId = random.nextInt(PICTURE_IDS);
    this.tl0PicIdx = random.nextInt(TL0_INDEXES);
  }

  /** The frame of a number. */
  CodedFrame encode(int number, boolean key) {
    int layers = quality.temporalLayers();
    int[] pattern = LAYERS[layers - 1];
    place = key ? 0 : (place + 1) % pattern.length;
    int layer = pattern[place];
    tl0PicIdx = (tl0PicIdx + (layer == 0 ? 1 : 0)) % TL0_INDEXES;
    List<Integer> references = new ArrayList<>();
    for (int i = 0; !key && i < REFERENCES[layers - 1][place].length; i++) {
      references.add(number - REFERENCES[layers - 1][place][i]);
    }
    CodedFrame frame =
        new CodedFrame(
            number,
            quality.frameBytes(encoding, layer, key, 2 * random.nextDouble() - 1),
            layers,
            layer,
            layer > 0 && place < SYNC_BEFORE[layers - 1],
            pictureId,
            tl0PicIdx,
            references);
    pictureId = (pictureId + 1) % PICTURE_IDS;
    return frame;
  }
}
