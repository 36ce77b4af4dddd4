package io.weir.signaling.sdp;

import io.weir.core.control.IceCandidate;
import java.util.Locale;
import java.util.Optional;

/** Writes and reads {@code a=candidate} lines (RFC 8839 §5.1, RFC 6544 §4.5). Any thread. */
public final class CandidateAttribute {

  private static final int RTP_COMPONENT = 1;
  private static final long MAX_PRIORITY = 0x7fff_ffffL;
  private static final int MAX_PORT = 65_535;

  /** Words up to the type: foundation, component, transport, priority, address, port, typ, type. */
  private static final int LEAST_WORDS = 8;

  private CandidateAttribute() {}

  /** The line of a candidate. */
  public static Attribute of(IceCandidate candidate) {
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

  /** The candidate for RTP that a value describes; nothing when it is another or malformed. */
  public static Optional<IceCandidate> parse(String value) {
    String[] words = value.strip().split(" +", -1);
    if (words.length < LEAST_WORDS || Numbers.parse(words[1], MAX_PORT) != RTP_COMPONENT) {
      return Optional.empty();
    }
    long priority = Numbers.parseLong(words[3], MAX_PRIORITY);
    int port = Numbers.parse(words[5], MAX_PORT);
    return priority < 0 || port < 0
        ? Optional.empty()
        : Optional.of(
            new IceCandidate(
                words[0], words[2].toLowerCase(Locale.ROOT), priority, words[4], port));
  }

  /** The {@code c=} line's text for an address (RFC 8866 §5.7). */
  static String connection(String address) {
    return (address.indexOf(':') < 0 ? "IN IP4 " : "IN IP6 ") + address;
  }
}
