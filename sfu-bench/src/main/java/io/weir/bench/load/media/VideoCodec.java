package io.weir.bench.load.media;

/** Video codecs whose streams can be imitated; the names are the encoding names of SDP. */
public enum VideoCodec {
  /** RFC 7741. */
  VP8,
  /** RFC 9628. */
  VP9,
  /** RFC 6184, packetization mode 1. */
  H264,
  /** RTP Payload Format For AV1 v1.0. */
  AV1
}
