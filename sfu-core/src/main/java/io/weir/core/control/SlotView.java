package io.weir.core.control;

/**
 * What a subscriber wants to see in one slot.
 *
 * @param mid the slot
 * @param target what to show
 * @param width wanted width in CSS pixels × device pixel ratio; 0 when not said
 * @param height wanted height, likewise
 * @param priority larger is more important; 0 is normal
 */
public record SlotView(String mid, Target target, int width, int height, int priority) {

  /** What a slot shows. */
  public sealed interface Target {
    /** The server chooses: screen share, speakers, then order of joining. */
    record Automatic() implements Target {}

    /** Nothing. */
    record Empty() implements Target {}

    /**
     * One track, if and as long as it is published.
     *
     * @param track its number in the room
     */
    record Track(int track) implements Target {}
  }
}
