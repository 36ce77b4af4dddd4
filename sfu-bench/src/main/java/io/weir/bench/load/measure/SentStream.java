package io.weir.bench.load.measure;

import io.weir.core.control.MediaKind;

/**
 * One stream that a client sent.
 *
 * @param mid the m-line
 * @param rid restriction identifier, empty without simulcast
 * @param kind audio or video
 * @param ssrc its synchronization source
 * @param codec encoding name
 * @param source its number in the marker, by which {@link ReceivedStream#source} names it
 * @param packets RTP packets sent, retransmissions not included
 * @param payloadBytes their payload
 * @param frames pictures
 * @param keyFrames of these, key frames
 * @param retransmissions packets sent again
 * @param nacks sequence numbers that the server asked for again
 * @param keyFrameRequests PLIs and FIRs that came
 * @param reportedLoss share lost lately as the server reported it, 0 to 1
 * @param roundTripNs last round trip by the server's reports; {@link JoinMilestones#NEVER} before
 */
public record SentStream(
    String mid,
    String rid,
    MediaKind kind,
    long ssrc,
    String codec,
    long source,
    long packets,
    long payloadBytes,
    long frames,
    long keyFrames,
    long retransmissions,
    long nacks,
    long keyFrameRequests,
    double reportedLoss,
    long roundTripNs) {}
