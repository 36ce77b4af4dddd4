package io.weir.core.rtcp;

/** Takes the packets of a transport-wide feedback one by one, in order. */
public interface TransportFeedbackVisitor {
  /**
   * A packet that arrived.
   *
   * @param sequence transport-wide sequence number, 0 to 65535
   * @param arrivalNs its arrival on the other end's clock, which starts anywhere and wraps around
   *     every 2^24 * 64 ms
   */
  void onReceived(int sequence, long arrivalNs);

  /** A packet that had not arrived when the feedback was sent. */
  void onMissing(int sequence);
}
