package io.weir.core.control;

/**
 * The RTP header extensions that Weir understands, with their registered URIs (RFC 8285 §5). Those
 * that describe the media are relayed from a track to the slots that show it; the others concern
 * one hop.
 */
public enum HeaderExtensionId {
  /** Media identification (RFC 9143 §15.1). */
  MID("urn:ietf:params:rtp-hdrext:sdes:mid", false),
  /** Restriction identifier of a simulcast encoding (RFC 8852 §3.1). */
  RID("urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id", false),
  /** Restriction identifier of the encoding that a retransmission repairs (RFC 8852 §3.2). */
  REPAIRED_RID("urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id", false),
  /** Client-to-mixer audio level (RFC 6464): the server ranks speakers by it. */
  AUDIO_LEVEL("urn:ietf:params:rtp-hdrext:ssrc-audio-level", true),
  /** Mixer-to-client audio level of each CSRC (RFC 6465): written by the server. */
  MIXER_AUDIO_LEVEL("urn:ietf:params:rtp-hdrext:csrc-audio-level", false),
  /** Transport-wide sequence number (draft-holmer-rmcat-transport-wide-cc-extensions-01 §2). */
  TRANSPORT_CC("http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01", false),
  /** When a packet left its sender, 6.18 fixed-point seconds: written by the server. */
  ABS_SEND_TIME("http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time", false),
  /** When the media was captured, on the capture system's clock; the clock offset is rewritten. */
  ABS_CAPTURE_TIME("http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time", true),
  /** Coordination of video orientation (3GPP TS 26.114 §7.4.5). */
  VIDEO_ORIENTATION("urn:3gpp:video-orientation", true),
  /** Least and greatest delay at which a receiver should play. */
  PLAYOUT_DELAY("http://www.webrtc.org/experiments/rtp-hdrext/playout-delay", true),
  /** Whether video is of a camera or of a screen. */
  VIDEO_CONTENT_TYPE("http://www.webrtc.org/experiments/rtp-hdrext/video-content-type", true),
  /** Color space and HDR metadata of a frame. */
  COLOR_SPACE("http://www.webrtc.org/experiments/rtp-hdrext/color-space", true),
  /** Frames' dependencies (RTP Payload Format For AV1 v1.0, appendix A); renumbered per slot. */
  DEPENDENCY_DESCRIPTOR(
      "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension",
      true);

  private final String uri;
  private final boolean relayed;

  HeaderExtensionId(String uri, boolean relayed) {
    this.uri = uri;
    this.relayed = relayed;
  }

  /** The URI that names this extension in {@code a=extmap}. */
  public String uri() {
    return uri;
  }

  /** Whether it goes from a track into the slots that show it. */
  public boolean isRelayed() {
    return relayed;
  }
}
