package io.weir.core.control;

/** The kind of a media stream, as in the SDP media field (RFC 8866 §8.2.1). */
public enum MediaKind {
  /** Sound. */
  AUDIO,
  /** Moving pictures. */
  VIDEO
}
