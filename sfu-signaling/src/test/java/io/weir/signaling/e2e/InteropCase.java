package io.weir.signaling.e2e;

/** What the interoperability tests run: the rows of {@code docs/interop.md}, in its order. */
enum InteropCase {
  CHROMIUM_PRESENTS("Chromium", "publishes", "WHIP", ""),
  CHROMIUM_WATCHES("Chromium", "watches", "WHEP", ""),
  CHROMIUM_REPORTS_BY_STREAM(
      "Chromium",
      "watches, and reports by RFC 8888",
      "WHEP",
      "field trial `WebRTC-RFC8888CongestionControlFeedback/Enabled,offer:true`"),
  CHROMIUM_MEETS("Chromium", "publishes and watches", "WebSocket", "conference page"),
  CHROMIUM_MEETS_OVER_TCP(
      "Chromium", "publishes and watches where no UDP passes", "WebSocket", "conference page"),
  CHROMIUM_SENDS_VP9("Chromium", "publishes VP9", "WebSocket", "seen in Chromium"),
  CHROMIUM_SENDS_H264("Chromium", "publishes H264", "WebSocket", "seen in Chromium"),
  CHROMIUM_SENDS_AV1("Chromium", "publishes AV1", "WebSocket", "seen in Chromium"),
  FIREFOX_PRESENTS("Firefox", "publishes", "WHIP", ""),
  FIREFOX_WATCHES("Firefox", "watches", "WHEP", ""),
  FIREFOX_MEETS("Firefox", "publishes and watches", "WebSocket", "conference page, with Chromium"),
  LIBWEBRTC_TALKS(
      "libwebrtc (webrtc-java)",
      "publishes and watches",
      "WebSocket",
      "one connection for both directions"),
  LIBWEBRTC_PRESENTS("libwebrtc (webrtc-java)", "publishes", "WHIP", ""),
  LIBWEBRTC_WATCHES("libwebrtc (webrtc-java)", "watches", "WHEP", ""),
  GSTREAMER_PRESENTS(
      "GStreamer (webrtcbin)", "publishes", "WHIP", "`bundle-policy=max-bundle` is needed"),
  GSTREAMER_WATCHES(
      "GStreamer (webrtcbin)",
      "watches",
      "WHEP",
      "offer Opus with `encoding-params=(string)2`, or it is not the Opus of RFC 7587"),
  GSTREAMER_PRESENTS_H265("GStreamer (webrtcbin)", "publishes H265", "WHIP", "`x265enc`"),
  GSTREAMER_WATCHES_H265(
      "GStreamer (webrtcbin)", "watches H265", "WHEP", "`avdec_h265` of gstreamer1.0-libav"),
  AIORTC_PRESENTS(
      "aiortc", "publishes", "WHIP", "offers one extension id with two meanings; see below"),
  AIORTC_WATCHES("aiortc", "watches", "WHEP", "likewise"),
  AIORTC_PRESENTS_PCMU("aiortc", "publishes PCMU", "WHIP", "heard in libwebrtc and aiortc"),
  PION_PRESENTS("Pion", "publishes", "WHIP", ""),
  PION_WATCHES("Pion", "watches", "WHEP", ""),
  PION_REPORTS_BY_STREAM(
      "Pion", "watches, and reports by RFC 8888", "WHEP", "interceptor `rfc8888`"),
  WERIFT_PRESENTS("werift", "publishes", "WHIP", ""),
  WERIFT_WATCHES("werift", "watches", "WHEP", "");

  private final String client;
  private final String does;
  private final String signaling;
  private final String remark;

  InteropCase(String client, String does, String signaling, String remark) {
    this.client = client;
    this.does = does;
    this.signaling = signaling;
    this.remark = remark;
  }

  /** How its row begins, which no other row does. */
  String rowStart() {
    return "| %s | %s | %s |".formatted(client, does, signaling);
  }

  /**
   * Its row after it ran and worked.
   *
   * @param media what was sent or received, and over which transport
   * @param version as the client tells
   */
  String row(String media, String version) {
    return "%s %s | %s | works | %s |".formatted(rowStart(), media, version, remark);
  }
}
