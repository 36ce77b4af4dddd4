package io.weir.bench.load.measure;

import io.weir.core.control.MediaKind;

/**
 * One stream that a client received: an SSRC, in which the server may have shown several sources.
 *
 * @param mid the m-line
 * @param kind audio or video
 * @param ssrc its synchronization source
 * @param codec encoding name of its last packet; empty before the first
 * @param marked whether packets carry the tester's marker, so that figures are the publisher's
 *     truth
 * @param source number of the encoding that was shown last, see {@link SentStream#source}; 0 when
 *     not known
 * @param sources how often another source was shown, the first included
 * @param packets RTP packets that came on it, duplicates included, retransmissions not
 * @param retransmissions packets that came as RTX (RFC 4588)
 * @param payloadBytes payload of both
 * @param truth what became of the packets
 * @param frames what became of the frames; of audio nothing
 * @param nacks sequence numbers asked for again
 * @param keyFrameRequests PLIs sent
 * @param quietNs how long ago its last packet came
 * @param jitterNs interarrival jitter (RFC 3550 §6.4.1)
 * @param delay one-way, of packets that carry the marker and came by themselves
 */
public record ReceivedStream(
    String mid,
    MediaKind kind,
    long ssrc,
    String codec,
    boolean marked,
    long source,
    int sources,
    long packets,
    long retransmissions,
    long payloadBytes,
    PacketTruth truth,
    FrameTruth frames,
    long nacks,
    long keyFrameRequests,
    long quietNs,
    long jitterNs,
    DelaySummary delay) {}
