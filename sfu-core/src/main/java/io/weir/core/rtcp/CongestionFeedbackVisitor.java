package io.weir.core.rtcp;

/** Takes the packets of a congestion control feedback (RFC 8888) one by one, stream by stream. */
public interface CongestionFeedbackVisitor {
  /**
   * A packet that arrived.
   *
   * @param ssrc of its stream
   * @param sequence its RTP sequence number, 0 to 65535
   * @param agoNs how long before the feedback was sent it arrived, or {@link
   *     CongestionFeedback#UNKNOWN_AGO}
   */
  void onReceived(int ssrc, int sequence, long agoNs);

  /** A packet that had not arrived when the feedback was sent. */
  void onMissing(int ssrc, int sequence);
}
