package io.weir.core.control;

/**
 * What is received of one encoding of a track, its only one or one of a simulcast.
 *
 * @param index its place in the track's parameters, 0 being that of the lowest resolution
 * @param rid restriction identifier (RFC 8851), empty when it has none
 * @param stream what came
 */
public record EncodingStatistics(int index, String rid, StreamStatistics stream) {}
