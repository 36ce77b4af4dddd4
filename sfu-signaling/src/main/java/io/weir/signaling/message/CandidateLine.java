package io.weir.signaling.message;

import java.util.regex.Pattern;

/** Checks the form of an ICE candidate; Weir is ICE-lite and needs none of the client's. */
public final class CandidateLine {

  // RFC 8839 §5.1: foundation, component-id, transport, priority, address, port, "typ" type.
  private static final Pattern VALID =
      Pattern.compile(
          "(?:a=)?candidate:[A-Za-z0-9+/]{1,32} \\d{1,5} [^ ]{1,16} \\d{1,10} [^ ]{1,255} \\d{1,5}"
              + " typ [^ ]{1,32}(?: [^\\r\\n]{1,2048})?");

  private CandidateLine() {}

  /** Whether a text is a candidate-attribute, with or without {@code a=}. */
  public static boolean isValid(String candidate) {
    return VALID.matcher(candidate).matches();
  }
}
