package io.weir.signaling.sdp;

/**
 * One {@code a=} line (RFC 8866 §5.13). Immutable.
 *
 * @param name what stands before the colon
 * @param value what stands after it; empty for a property attribute such as {@code a=rtcp-mux}
 */
public record Attribute(String name, String value) {

  /** A property attribute, which has no value. */
  public static Attribute property(String name) {
    return new Attribute(name, "");
  }
}
