package io.weir.signaling.sdp;

import io.weir.core.control.IceCandidate;

/** Writes {@code a=candidate} lines (RFC 8839 §5.1, RFC 6544 §4.5). */
final class CandidateAttribute {

  private static final int RTP_COMPONENT = 1;

  private CandidateAttribute() {}

  static Attribute of(IceCandidate candidate) {
    String type = candidate.transport().equals("tcp") ? " typ host tcptype passive" : " typ host";
    String value =
        candidate.foundation()
            + " "
            + RTP_COMPONENT
            + " "
            + candidate.transport()
            + " "
            + candidate.priority()
            + " "
            + candidate.address()
            + " "
            + candidate.port()
            + type;
    return new Attribute("candidate", value);
  }

  /** The {@code c=} line's text for an address (RFC 8866 §5.7). */
  static String connection(String address) {
    return (address.indexOf(':') < 0 ? "IN IP4 " : "IN IP6 ") + address;
  }
}
