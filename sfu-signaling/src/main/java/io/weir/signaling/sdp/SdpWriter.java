package io.weir.signaling.sdp;

import java.util.List;

/** Writes session descriptions with CRLF line ends (RFC 8866 §5). Any thread. */
public final class SdpWriter {

  private static final String END = "\r\n";

  private SdpWriter() {}

  /** The whole text. */
  public static String write(SessionDescription session) {
    StringBuilder out = new StringBuilder(1 << 12);
    out.append("v=0").append(END);
    out.append("o=").append(session.origin()).append(END);
    out.append("s=").append(session.name()).append(END);
    out.append("t=0 0").append(END); // RFC 9429 §5.2.1
    writeBody(out, session.attributes(), session.media());
    return out.toString();
  }

  /** Attributes and m-lines alone: what a fragment consists of (RFC 8840 §9). */
  static String writeFragment(List<Attribute> attributes, List<MediaDescription> media) {
    StringBuilder out = new StringBuilder();
    writeBody(out, attributes, media);
    return out.toString();
  }

  private static void writeBody(
      StringBuilder out, List<Attribute> attributes, List<MediaDescription> media) {
    writeAttributes(out, attributes);
    for (MediaDescription description : media) {
      out.append("m=").append(description.kind());
      out.append(' ').append(description.port());
      out.append(' ').append(description.protocol());
      for (String format : description.formats()) {
        out.append(' ').append(format);
      }
      out.append(END);
      if (!description.connection().isEmpty()) {
        out.append("c=").append(description.connection()).append(END);
      }
      writeAttributes(out, description.attributes());
    }
  }

  private static void writeAttributes(StringBuilder out, List<Attribute> attributes) {
    for (Attribute attribute : attributes) {
      out.append("a=").append(attribute.name());
      if (!attribute.value().isEmpty()) {
        out.append(':').append(attribute.value());
      }
      out.append(END);
    }
  }
}
