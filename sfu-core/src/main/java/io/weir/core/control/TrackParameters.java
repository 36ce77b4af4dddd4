package io.weir.core.control;

/**
 * A track as its publisher sends it.
 *
 * @param track the track's number: a uint32 unique in its room, sent as CSRC in the slots showing
 *     it
 * @param source where the media comes from
 * @param muted whether the server drops the media
 * @param rtp what was negotiated for the m-line
 */
public record TrackParameters(int track, TrackSource source, boolean muted, RtpParameters rtp) {}
