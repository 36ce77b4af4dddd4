package io.weir.core.control;

import org.jspecify.annotations.Nullable;

/**
 * What a slot was given, beside what it shows: the one follows the other at the next key frame.
 *
 * @param encoding place among the track's encodings of the one that it shall show, or {@link
 *     SlotStatistics#NONE}
 * @param temporalLayer the highest temporal layer that shall pass, {@link SlotStatistics#NONE} when
 *     all shall
 * @param pause why nothing of the track is sent; null when something is, or shall be
 * @param allocatedBps what is set aside for it of the subscriber's link, in bit/s, or {@link
 *     TransportStatistics#UNKNOWN} where nothing is divided: sound, and clients without feedback
 * @param width of the picture that the subscriber asked for, in pixels; 0 when not said
 * @param height likewise
 * @param priority larger is more important
 */
public record SlotAllocation(
    int encoding,
    int temporalLayer,
    @Nullable SlotPause pause,
    long allocatedBps,
    int width,
    int height,
    int priority) {}
