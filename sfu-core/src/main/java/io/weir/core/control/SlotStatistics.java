package io.weir.core.control;

import org.jspecify.annotations.Nullable;

/**
 * What is sent in one slot.
 *
 * @param mid the slot
 * @param kind audio or video
 * @param binding what it shows; null for nothing
 * @param awaitsKeyFrame whether it waits for a key frame of that
 * @param encoding place among the track's encodings of the one shown, or {@link #NONE}
 * @param temporalLayer the highest temporal layer that passes, {@link #NONE} when all do
 * @param allocation what it was given, which it shows as soon as it can
 * @param stream what was sent, and what the client reported of it
 */
public record SlotStatistics(
    String mid,
    MediaKind kind,
    Event.@Nullable Binding binding,
    boolean awaitsKeyFrame,
    int encoding,
    int temporalLayer,
    SlotAllocation allocation,
    StreamStatistics stream) {

  /** No encoding is shown, or no temporal layer is left out. */
  public static final int NONE = -1;
}
