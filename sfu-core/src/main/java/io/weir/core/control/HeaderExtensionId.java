package io.weir.core.control;

/** The RTP header extensions that Weir understands, with their registered URIs (RFC 8285 §5). */
public enum HeaderExtensionId {
  /** Media identification (RFC 9143 §15.1). */
  MID("urn:ietf:params:rtp-hdrext:sdes:mid"),
  /** Restriction identifier of a simulcast encoding (RFC 8852 §3.1). */
  RID("urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"),
  /** Restriction identifier of the encoding that a retransmission repairs (RFC 8852 §3.2). */
  REPAIRED_RID("urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"),
  /** Client-to-mixer audio level (RFC 6464). */
  AUDIO_LEVEL("urn:ietf:params:rtp-hdrext:ssrc-audio-level"),
  /** Transport-wide sequence number (draft-holmer-rmcat-transport-wide-cc-extensions-01 §2). */
  TRANSPORT_CC("http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01");

  private final String uri;

  HeaderExtensionId(String uri) {
    this.uri = uri;
  }

  /** The URI that names this extension in {@code a=extmap}. */
  public String uri() {
    return uri;
  }
}
