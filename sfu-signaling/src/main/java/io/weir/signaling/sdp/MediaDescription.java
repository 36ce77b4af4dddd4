package io.weir.signaling.sdp;

import java.util.List;

/**
 * One m-line and what follows it (RFC 8866 §5.14). Immutable.
 *
 * @param kind media type: {@code audio}, {@code video}, {@code application}, …
 * @param port 0 to 65535; 0 means rejected, unless {@code a=bundle-only} follows (RFC 9143 §6)
 * @param protocol for instance {@code UDP/TLS/RTP/SAVPF}
 * @param formats payload types for RTP; never empty
 * @param connection the {@code c=} line's text, the session's when the m-line has none, else empty
 * @param attributes in the order of the text
 */
public record MediaDescription(
    String kind,
    int port,
    String protocol,
    List<String> formats,
    String connection,
    List<Attribute> attributes)
    implements Attributed {

  public MediaDescription {
    formats = List.copyOf(formats);
    attributes = List.copyOf(attributes);
  }

  /** The identification tag (RFC 5888 §4), empty when there is none. */
  public String mid() {
    return attribute("mid").orElse("");
  }

  /** Whether the offerer stopped this m-line (RFC 3264 §6, RFC 9143 §6). */
  public boolean isRejected() {
    return port == 0 && !has("bundle-only");
  }
}
