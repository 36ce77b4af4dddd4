package io.weir.core.control;

import java.util.List;
import java.util.Map;

/**
 * What was negotiated for one m-line, either direction.
 *
 * @param mid identification tag of the m-line (RFC 5888 §4)
 * @param kind audio or video
 * @param codecs in order of preference, never empty; retransmission is a property of each
 * @param extensions ids of the negotiated header extensions (RFC 8285), 1 to 255
 * @param encodings lowest resolution first; exactly one without simulcast
 * @param cname canonical name of the sender (RFC 7022), empty when unknown
 * @param mixedExtensions whether one-byte and two-byte header extensions may mix in one stream (RFC
 *     8285 §4.1.2)
 */
public record RtpParameters(
    String mid,
    MediaKind kind,
    List<CodecParameters> codecs,
    Map<HeaderExtensionId, Integer> extensions,
    List<EncodingParameters> encodings,
    String cname,
    boolean mixedExtensions) {

  /** Returned by {@link #extensionId} for an extension that was not negotiated. */
  public static final int NO_EXTENSION = 0;

  private static final int MAX_ONE_BYTE_ID = 14;

  public RtpParameters {
    codecs = List.copyOf(codecs);
    extensions = Map.copyOf(extensions);
    encodings = List.copyOf(encodings);
    if (codecs.isEmpty()) {
      throw new IllegalArgumentException("m-line " + mid + " has no codec");
    }
  }

  /** Parameters of a client that did not say that header extensions may mix. */
  public RtpParameters(
      String mid,
      MediaKind kind,
      List<CodecParameters> codecs,
      Map<HeaderExtensionId, Integer> extensions,
      List<EncodingParameters> encodings,
      String cname) {
    this(mid, kind, codecs, extensions, encodings, cname, false);
  }

  /**
   * Whether packets may carry header extensions of more than 16 bytes, which only the two-byte form
   * has room for: both forms may mix, or an id makes every packet take the longer one (RFC 8285
   * §4.3).
   */
  public boolean takesLongExtensions() {
    return mixedExtensions || hasHighExtensionId();
  }

  /** Whether an id is above 14, which the one-byte form cannot write (RFC 8285 §4.2). */
  public boolean hasHighExtensionId() {
    return extensions.values().stream().anyMatch(id -> id > MAX_ONE_BYTE_ID);
  }

  /** The negotiated id of an extension, or {@link #NO_EXTENSION}. */
  public int extensionId(HeaderExtensionId extension) {
    return extensions.getOrDefault(extension, NO_EXTENSION);
  }
}
