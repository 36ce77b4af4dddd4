package io.weir.core.rtcp;

/** Takes the packets of a congestion control feedback (RFC 8888) one by one, stream by stream. */
public interface CongestionFeedbackVisitor {
  /**
   * A packet that arrived.
   *
   * @param ssrc of its stream
   * @param sequence its RTP sequence number, 0 to 65535
   * @param ago how long before the feedback was sent it arrived, in 1/{@value
   *     CongestionFeedback#TICKS_PER_SECOND} s, or {@link CongestionFeedback#UNKNOWN_AGO}, or
   *     {@link CongestionFeedback#LONG_AGO}
   */
  void onReceived(int ssrc, int sequence, int ago);

  /** A packet that had not arrived when the feedback was sent. */
  void onMissing(int ssrc, int sequence);
}
