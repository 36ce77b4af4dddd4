package io.weir.core.control;

import org.jspecify.annotations.Nullable;

/**
 * One RTP stream, of a track or of a slot.
 *
 * @param ssrc its synchronization source
 * @param codec encoding name of its last packet; null before the first
 * @param media payload of the stream and of its retransmissions
 * @param retransmissions packets that came, or went, as RTX
 * @param nacks sequence numbers asked for again: by Weir of a track, by the client of a slot
 * @param keyFrameRequests PLI and FIR: by Weir of a track, by the client of a slot
 * @param lost packets that the network lost so far; negative when it doubled more
 * @param lossRatio share lost lately, 0 to 1
 * @param jitterNs interarrival jitter (RFC 3550 §6.4.1)
 * @param frames pictures; 0 for audio
 * @param frameRate pictures per second
 * @param keyFrames pictures that need no other one
 * @param width of the last key frame, in pixels; 0 when not known
 * @param height likewise
 */
public record StreamStatistics(
    long ssrc,
    @Nullable String codec,
    Traffic media,
    long retransmissions,
    long nacks,
    long keyFrameRequests,
    long lost,
    double lossRatio,
    long jitterNs,
    long frames,
    double frameRate,
    long keyFrames,
    int width,
    int height) {}
