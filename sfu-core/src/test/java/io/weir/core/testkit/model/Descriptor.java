package io.weir.core.testkit.model;

import java.util.List;

/**
 * What the payload descriptor of one packet tells about its frame. Immutable.
 *
 * @param begins whether the packet is its frame's first one, as far as the format tells
 * @param key whether the frame needs no other one
 * @param pictureId number of the frame, {@link #NONE} where the format has none
 * @param pictureIdBits how many bits that number has
 * @param tl0PicIdx number of the frame of temporal layer 0 that it stands on, or {@link #NONE}
 * @param temporalLayer 0 where nothing else is told
 * @param sync whether the frame uses none of its own or a higher temporal layer, as far as the
 *     format tells
 * @param distances how many pictures ago those are it uses, empty where the format does not tell
 */
record Descriptor(
    Begins begins,
    boolean key,
    int pictureId,
    int pictureIdBits,
    int tl0PicIdx,
    int temporalLayer,
    boolean sync,
    List<Integer> distances) {
  static final int NONE = -1;

  /** Whether a packet begins a frame. */
  enum Begins {
    YES,
    NO,
    UNTOLD
  }

  /** Of a format without numbers and layers. */
  static Descriptor plain(Begins begins, boolean key) {
    return new Descriptor(begins, key, NONE, 0, NONE, 0, false, List.of());
  }

  /** Whether another packet can be of the same frame. */
  boolean sameFrame(Descriptor other) {
    return pictureId == other.pictureId
        && tl0PicIdx == other.tl0PicIdx
        && temporalLayer == other.temporalLayer;
  }
}
