package io.weir.core.counter;

/** What happened to packets, one constant each; dropping constants begin where they say. */
public enum PacketCounter {
  RECEIVED("Datagrams and TCP frames read from sockets", false),
  RECEIVED_BYTES("Bytes of datagrams and TCP frames read from sockets", false),
  SENT("Datagrams handed to the kernel, and TCP frames to it or their connection", false),
  SENT_BYTES("Bytes of what was counted as sent", false),
  TRAINS_REFUSED("Trains (UDP GSO) that the kernel refused; their datagrams went singly", false),
  SENT_RETRANSMISSIONS("RTX packets sent in answer to NACKs", false),
  SENT_PROBES("Packets sent to find out what a subscriber's link carries", false),
  RECEIVED_RETRANSMISSIONS("RTX packets received that filled a gap", false),
  NACKS_RECEIVED("Sequence numbers that subscribers asked for again", false),
  NACKS_SENT("Sequence numbers asked of publishers again", false),
  KEYFRAME_REQUESTS_RECEIVED("PLI and FIR from subscribers", false),
  KEYFRAME_REQUESTS_SENT("PLI sent to publishers", false),
  KEYFRAMES_FROM_CACHE("Slots that began with a key frame from the history", false),
  HANDED_OVER("Packets handed to another worker that shows their track", false),
  HANDSHAKES_COMPLETED("DTLS handshakes that ended with keys", false),
  HANDSHAKES_FAILED("DTLS handshakes that ended without keys", false),
  TCP_ACCEPTED("TCP connections taken", false),
  TCP_REFUSED("TCP connections closed at once because there were too many", false),
  TCP_DISPLACED("TCP connections without a passed check that gave way to newer ones", false),
  TCP_EXPIRED("TCP connections closed because no ICE check passed in time", false),
  TCP_ENDED(
      "TCP connections that ended otherwise: by the client, the network, or a bad frame", false),

  UNKNOWN_PROTOCOL("First byte belongs to no protocol of RFC 7983 §7", true),
  TRUNCATED("Datagram larger than the receive buffer", true),
  TOO_SHORT("Datagram shorter than its protocol's smallest packet", true),
  UNKNOWN_ADDRESS("Not STUN, from an address that has passed no ICE check", true),
  STUN_MALFORMED("STUN that RFC 8489 does not allow", true),
  STUN_UNKNOWN_USERNAME("Binding request for no ufrag of ours", true),
  STUN_BAD_INTEGRITY("Binding request whose MESSAGE-INTEGRITY is wrong", true),
  STUN_BAD_FINGERPRINT("STUN whose FINGERPRINT is missing or wrong", true),
  STUN_UNEXPECTED("STUN of a class or method that an ICE-lite agent ignores", true),
  STUN_TOO_MANY_ADDRESSES("Binding request from more addresses than a session may have", true),
  STUN_REFUSED("Binding request answered with an error (420 or 487)", true),
  DTLS_QUEUE_FULL("DTLS datagram while the handshake's queue was full", true),
  DTLS_UNEXPECTED("DTLS datagram when no engine takes it", true),
  SRTP_NOT_READY("RTP or RTCP before SRTP keys were agreed, and none could be held", true),
  SRTP_AUTH_FAILED("SRTP or SRTCP whose authentication failed", true),
  SRTP_REPLAYED("SRTP or SRTCP that was seen before or is too old", true),
  SRTP_TOO_MANY_SSRCS("SRTP from more SSRCs than a session may have", true),
  SRTP_ENGINE_FAILED("Incoming packet at which the SRTP engine itself failed", true),
  SRTP_PROTECT_FAILED("Outgoing packet that the SRTP engine refused", true),
  RTP_MALFORMED("RTP that RFC 3550 §5.1 or RFC 8285 does not allow", true),
  RTP_UNKNOWN_STREAM("RTP that belongs to no negotiated stream", true),
  RTP_UNKNOWN_PAYLOAD_TYPE("RTP with a payload type that was not negotiated", true),
  RTP_DUPLICATE("RTP that had come before", true),
  RTP_TOO_OLD("RTP from before the window of its stream", true),
  RTP_OVER_BITRATE("RTP of a publisher that sends more than it may", true),
  RTP_TOO_MANY_SSRCS("RTP of a further SSRC when its publisher has as many as it may", true),
  RTP_MUTED("RTP of a muted track", true),
  RTP_PADDING_ONLY("RTX without payload (probing), not forwarded", true),
  RTX_MALFORMED("RTX without original sequence number (RFC 4588 §4)", true),
  RTX_UNWANTED("RTX for a packet that had arrived already", true),
  RED_MALFORMED("RED whose blocks do not fit into it (RFC 2198 §3)", true),
  RTCP_MALFORMED("RTCP that RFC 3550 §6 or RFC 4585 does not allow", true),
  NACK_EXPIRED("NACK for a packet that history no longer holds", true),
  NACK_THROTTLED("NACK for a packet that was just resent, or over the rate limit", true),
  WAITING_FOR_KEYFRAME("Video that a slot skips until its key frame", true),
  SLOT_TOO_OLD("Packet from before the slot's present binding", true),
  LAYER_LEFT_OUT("Packet of a temporal layer that a slot leaves out", true),
  PACER_FULL("Packet that would have waited too long for a slow link", true),
  PACER_LATE("Packet given up that waited too long because the link got slower", true),
  PACER_SUPERSEDED("Packet given up that waited while a key frame found no room", true),
  PACER_LOST("Packet that was gone from the history when its turn came", true),
  RTX_OVER_SHARE("Retransmission beyond what they may take of the link", true),
  SLOT_CODEC("Packet that a slot's subscriber has no payload type for", true),
  POOL_EXHAUSTED("Datagram that found no free buffer", true),
  WORKER_QUEUE_FULL("Packet for another worker whose queue was full", true),
  TCP_BAD_FRAME("TCP frame that cannot be one of ours; its connection is closed", true),
  TCP_BUFFER_FULL("Packet whose TCP connection takes less than it is sent", true),
  TCP_NO_BUFFER("Packet for a slow TCP connection when all buffers for such were taken", true),
  TCP_GONE("Packet for a TCP connection that has ended", true),
  SEND_BUFFER_FULL("Datagram that the socket would not take (EAGAIN)", true),
  SEND_TOO_LARGE("Packet that grew beyond the largest datagram on its way through", true),
  SEND_FAILED("Datagram that the kernel refused", true),
  NO_PATH("Packet for a transport without a selected path", true);

  private final String description;
  private final boolean drop;

  PacketCounter(String description, boolean drop) {
    this.description = description;
    this.drop = drop;
  }

  /** One sentence for people. */
  public String description() {
    return description;
  }

  /** Whether what it counts was dropped. */
  public boolean isDrop() {
    return drop;
  }
}
