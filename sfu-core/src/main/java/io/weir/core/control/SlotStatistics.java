package io.weir.core.control;

import org.jspecify.annotations.Nullable;

/**
 * What is sent in one slot.
 *
 * @param mid the slot
 * @param kind audio or video
 * @param binding what it shows; null for nothing
 * @param awaitsKeyFrame whether it waits for a key frame of that
 * @param stream what was sent, and what the client reported of it
 */
public record SlotStatistics(
    String mid,
    MediaKind kind,
    Event.@Nullable Binding binding,
    boolean awaitsKeyFrame,
    StreamStatistics stream) {}
