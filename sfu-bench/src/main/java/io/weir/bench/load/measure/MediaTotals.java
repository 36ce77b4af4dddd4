package io.weir.bench.load.measure;

/**
 * Sums over all clients so far, closed ones included. Rates are differences of two of these.
 *
 * @param opened clients opened
 * @param connected of these, those that ever connected
 * @param failed those that gave up
 * @param closed those that were closed
 * @param datagramsReceived datagrams read, of any kind
 * @param bytesReceived their payload
 * @param datagramsSent datagrams handed to the kernel
 * @param bytesSent their payload
 * @param rtpReceived RTP packets that authenticated, retransmissions included
 * @param rtpSent RTP packets sent, retransmissions included
 * @param refused packets that did not authenticate, or came for no known stream
 * @param truth what became of the packets that were published
 * @param frames what became of the frames
 * @param nacksSent sequence numbers that viewers asked for again
 * @param keyFrameRequestsSent PLIs of viewers
 * @param nacksReceived sequence numbers that publishers were asked for again
 * @param keyFrameRequestsReceived PLIs and FIRs to publishers
 * @param retransmissionsSent packets that publishers sent again
 */
public record MediaTotals(
    long opened,
    long connected,
    long failed,
    long closed,
    long datagramsReceived,
    long bytesReceived,
    long datagramsSent,
    long bytesSent,
    long rtpReceived,
    long rtpSent,
    long refused,
    PacketTruth truth,
    FrameTruth frames,
    long nacksSent,
    long keyFrameRequestsSent,
    long nacksReceived,
    long keyFrameRequestsReceived,
    long retransmissionsSent) {
  /** Nothing yet. */
  public static final MediaTotals NONE =
      new MediaTotals(
          0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, PacketTruth.NONE, FrameTruth.NONE, 0, 0, 0, 0, 0);

  /** Both together. */
  public MediaTotals plus(MediaTotals other) {
    return new MediaTotals(
        opened + other.opened,
        connected + other.connected,
        failed + other.failed,
        closed + other.closed,
        datagramsReceived + other.datagramsReceived,
        bytesReceived + other.bytesReceived,
        datagramsSent + other.datagramsSent,
        bytesSent + other.bytesSent,
        rtpReceived + other.rtpReceived,
        rtpSent + other.rtpSent,
        refused + other.refused,
        truth.plus(other.truth),
        frames.plus(other.frames),
        nacksSent + other.nacksSent,
        keyFrameRequestsSent + other.keyFrameRequestsSent,
        nacksReceived + other.nacksReceived,
        keyFrameRequestsReceived + other.keyFrameRequestsReceived,
        retransmissionsSent + other.retransmissionsSent);
  }
}
