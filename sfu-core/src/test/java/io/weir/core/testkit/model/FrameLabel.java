package io.weir.core.testkit.model;

import java.util.List;

/**
 * What an encoder in a test wrote into each packet about its frame, where no server changes it: the
 * truth that descriptors are held against. Immutable.
 *
 * @param publisher whose it is
 * @param encoding of which encoding
 * @param frame its number among that encoding's
 * @param index which of the frame's packets
 * @param count how many the frame has
 * @param references numbers of the frames that it is predicted from; none for a key frame
 */
public record FrameLabel(
    int publisher, int encoding, int frame, int index, int count, List<Integer> references) {
  /** Of the same frame. */
  boolean sameFrame(FrameLabel other) {
    return sameSource(other) && frame == other.frame && count == other.count;
  }

  /** Of the same encoding of the same publisher. */
  public boolean sameSource(FrameLabel other) {
    return publisher == other.publisher && encoding == other.encoding;
  }

  String name() {
    return "frame %d of encoding %d of publisher %d".formatted(frame, encoding, publisher);
  }

  String source() {
    return "encoding %d of publisher %d".formatted(encoding, publisher);
  }
}
