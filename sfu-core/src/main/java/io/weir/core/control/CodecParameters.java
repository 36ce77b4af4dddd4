package io.weir.core.control;

import java.util.Map;
import java.util.Set;

/**
 * One negotiated codec of an m-line: what RFC 8866 §6.6 (rtpmap), §6.15 (fmtp) and RFC 4585 §4.2
 * (rtcp-fb) say of a payload type.
 *
 * @param payloadType 0 to 127, as the remote end knows it
 * @param name encoding name in upper case as registered, for instance {@code VP8}
 * @param clockRate RTP clock, in Hz
 * @param channels audio channels; 1 where the SDP does not say, 0 for video
 * @param formatParameters fmtp parameters, names in lower case
 * @param feedback rtcp-fb values, for instance {@code nack pli}
 * @param rtxPayloadType payload type of its retransmission stream (RFC 4588), or -1 for none
 */
public record CodecParameters(
    int payloadType,
    String name,
    int clockRate,
    int channels,
    Map<String, String> formatParameters,
    Set<String> feedback,
    int rtxPayloadType) {

  /** Value of {@link #rtxPayloadType} when retransmission was not negotiated. */
  public static final int NO_RTX = -1;

  public CodecParameters {
    formatParameters = Map.copyOf(formatParameters);
    feedback = Set.copyOf(feedback);
  }

  /** The same with other feedback. */
  public CodecParameters withFeedback(Set<String> next) {
    return new CodecParameters(
        payloadType, name, clockRate, channels, formatParameters, next, rtxPayloadType);
  }

  /** Whether retransmission (RFC 4588) was negotiated for this codec. */
  public boolean hasRtx() {
    return rtxPayloadType != NO_RTX;
  }

  /** Whether transport-wide feedback was negotiated for this codec. */
  public boolean hasTransportCc() {
    return feedback.contains("transport-cc");
  }

  /** Whether congestion control feedback (RFC 8888) was negotiated for this codec. */
  public boolean hasCongestionFeedback() {
    return feedback.contains("ack ccfb");
  }

  /** Whether the remote end tells what its link carries by REMB. */
  public boolean hasReceiverEstimate() {
    return feedback.contains("goog-remb");
  }

  /** Whether the remote end sends or takes generic NACKs (RFC 4585 §6.2.1) for this codec. */
  public boolean hasNack() {
    return feedback.contains("nack");
  }
}
