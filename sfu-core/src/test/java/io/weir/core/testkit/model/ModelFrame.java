package io.weir.core.testkit.model;

/** A frame while its packets come, in the order of their numbers. One thread. */
final class ModelFrame {
  private final long firstSequence;
  private final int timestamp;
  private final Descriptor first;
  private final FrameLabel label;
  private final int hiddenBefore;
  private boolean key;
  private int packets;

  /**
   * A frame without its first packet so far.
   *
   * @param hiddenBefore how many frames may have been between the one before and this
   */
  ModelFrame(
      long firstSequence, int timestamp, Descriptor first, FrameLabel label, int hiddenBefore) {
    this.firstSequence = firstSequence;
    this.timestamp = timestamp;
    this.first = first;
    this.label = label;
    this.hiddenBefore = hiddenBefore;
  }

  void add(Descriptor packet) {
    key |= packet.key();
    packets++;
  }

  long firstSequence() {
    return firstSequence;
  }

  int timestamp() {
    return timestamp;
  }

  /** What its first packet told. */
  Descriptor descriptor() {
    return first;
  }

  /** What its first packet's label told. */
  FrameLabel label() {
    return label;
  }

  int hiddenBefore() {
    return hiddenBefore;
  }

  boolean isKey() {
    return key;
  }

  boolean isWhole() {
    return label.index() == 0 && packets == label.count();
  }

  /** Which of the frame's packets should be next. */
  int nextIndex() {
    return label.index() + packets;
  }
}
