package io.weir.core.testkit.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds what frames depend on by picture id, tl0picidx and temporal layer, as receivers do: for VP8
 * in the manner of libwebrtc's {@code RtpVp8FrameRefFinder} (M120), for VP9 by the distances of the
 * flexible mode. One thread.
 */
final class PictureReferences {
  private static final int LAYERS = 8;
  private static final int TL0_BITS = 8;

  private final Map<Long, long[]> newestOfLayers = new HashMap<>();
  private final TreeSet<Long> missing = new TreeSet<>();
  private final Set<Long> decodable = new HashSet<>();
  private long picture = Descriptor.NONE;
  private long tl0 = Descriptor.NONE;
  private boolean holed;

  /** Takes the next whole frame. */
  Verdict take(ModelFrame frame) {
    Descriptor now = frame.descriptor();
    if (now.pictureId() == Descriptor.NONE) {
      return Verdict.DECODABLE;
    }
    holed |= frame.hiddenBefore() > 0;
    String jump = follow(frame);
    holed |= !jump.isEmpty(); // What depends on it is no further fault.
    Verdict verdict = now.tl0PicIdx() == Descriptor.NONE ? Verdict.DECODABLE : layered(frame);
    if (verdict.decodable() && !frame.isKey()) {
      verdict = distances(now);
    }
    if (verdict.decodable()) {
      decodable.add(picture);
    }
    if (frame.isKey()) {
      holed = false;
    }
    return jump.isEmpty() ? verdict : Verdict.fault(jump);
  }

  /** Goes on to a frame's numbers; tells when they are not the next ones. */
  private String follow(ModelFrame frame) {
    Descriptor now = frame.descriptor();
    long before = picture;
    picture = after(before, now.pictureId(), now.pictureIdBits());
    String jump = "";
    if (before != Descriptor.NONE && isOdd(picture - before - 1, frame.hiddenBefore())) {
      jump =
          "has picture id %d, the frame before had %d".formatted(now.pictureId(), before & 0x7FFF);
    }
    for (long each = before + 1; before != Descriptor.NONE && each < picture; each++) {
      missing.add(each);
    }
    if (now.tl0PicIdx() != Descriptor.NONE) {
      long base = tl0;
      tl0 = after(base, now.tl0PicIdx(), TL0_BITS);
      long expected = now.temporalLayer() == 0 ? base + 1 : base;
      if (base != Descriptor.NONE && isOdd(tl0 - expected, frame.hiddenBefore())) {
        jump =
            "of temporal layer %d has tl0picidx %d, the frame before had %d"
                .formatted(now.temporalLayer(), now.tl0PicIdx(), base & 0xFF);
      }
    }
    return jump;
  }

  private Verdict layered(ModelFrame frame) {
    Descriptor now = frame.descriptor();
    int layer = now.temporalLayer();
    if (frame.isKey()) {
      newestOfLayers.clear();
      missing.clear();
      return layer == 0
          ? note(emptyLayers(), 0)
          : Verdict.fault("is a key frame of temporal layer " + layer);
    }
    long[] base = newestOfLayers.get(layer == 0 ? tl0 - 1 : tl0);
    if (base == null) {
      return Verdict.lacks(
          holed,
          "stands on a frame of temporal layer 0 that was never sent, tl0picidx "
              + now.tl0PicIdx());
    }
    if (layer == 0) {
      return note(base.clone(), 0);
    }
    return now.sync() ? note(base, layer) : needsAll(base, layer);
  }

  /** A frame that may use all of its own and lower layers. */
  private Verdict needsAll(long[] base, int layer) {
    for (int i = 0; i <= layer; i++) {
      if (base[i] == Descriptor.NONE) {
        return Verdict.lacks(
            holed, "enters temporal layer %d, and is no sync frame that allows that".formatted(i));
      }
      Long between = missing.higher(base[i]);
      if (between != null && between < picture) {
        return Verdict.WAITS;
      }
    }
    return note(base, layer);
  }

  private Verdict note(long[] layers, int layer) {
    layers[layer] = picture;
    newestOfLayers.put(tl0, layers);
    return Verdict.DECODABLE;
  }

  private Verdict distances(Descriptor now) {
    for (int distance : now.distances()) {
      if (!decodable.contains(picture - distance)) {
        return Verdict.lacks(
            holed,
            "is predicted from the picture %d before it, which was never sent".formatted(distance));
      }
    }
    return Verdict.DECODABLE;
  }

  private static boolean isOdd(long skipped, int hidden) {
    return skipped < 0 || skipped > hidden;
  }

  private static long[] emptyLayers() {
    long[] layers = new long[LAYERS];
    Arrays.fill(layers, Descriptor.NONE);
    return layers;
  }

  /** A number of so many bits, unwrapped to be next to the one before. */
  private static long after(long before, int number, int bits) {
    if (before == Descriptor.NONE) {
      return (1L << bits) + number;
    }
    int shift = Long.SIZE - bits;
    return before + ((number - before) << shift >> shift);
  }
}
