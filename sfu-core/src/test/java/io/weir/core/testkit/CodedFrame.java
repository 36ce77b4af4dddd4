package io.weir.core.testkit;

import java.util.List;

/**
 * A frame of a {@link SimulatedEncoder}. Immutable.
 *
 * @param number counts all frames of the encoding, those that were not made, too
 * @param bytes what it comes to
 * @param layers how many temporal layers there are
 * @param temporalLayer its own, 0 for the lowest
 * @param sync whether it depends on the lowest layer alone though it is of a higher one
 * @param pictureId 15 bits
 * @param tl0PicIdx 8 bits, that of the frame of layer 0 that it stands on
 * @param references numbers of the frames that it depends on; none for a key frame
 */
public record CodedFrame(
    int number,
    int bytes,
    int layers,
    int temporalLayer,
    boolean sync,
    int pictureId,
    int tl0PicIdx,
    List<Integer> references) {
  /** Whether it needs no other one. */
  public boolean isKey() {
    return references.isEmpty();
  }
}
