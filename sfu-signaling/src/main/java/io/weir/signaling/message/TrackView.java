package io.weir.signaling.message;

import org.jspecify.annotations.Nullable;

/**
 * A track as clients see it.
 *
 * @param id unique in its room
 * @param participant id of its publisher
 * @param kind {@code audio} or {@code video}
 * @param source {@code camera}, {@code microphone}, {@code screen}, {@code screenAudio} or {@code
 *     custom}
 * @param name what the publisher's application calls it
 * @param muted whether the server drops its media
 * @param csrc the number that every packet showing this track carries as CSRC
 */
public record TrackView(
    String id,
    String participant,
    String kind,
    String source,
    @Nullable String name,
    boolean muted,
    long csrc) {}
