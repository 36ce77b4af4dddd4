package io.weir.signaling.sdp;

import io.weir.core.control.EncodingParameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The encodings of one track that an offered m-line tells apart by rid (RFC 8851, RFC 8853), as far
 * as Weir takes them: in the offer's order, of alternatives the first.
 *
 * @param layers empty without simulcast
 */
record OfferedSimulcast(List<Layer> layers) {

  /** Further ones are left out of the answer, which refuses them (RFC 8853 §5.3.2). */
  static final int MAX_ENCODINGS = 3;

  /** An m-line with one encoding. */
  static final OfferedSimulcast NONE = new OfferedSimulcast(List.of());

  /** As long as {@code mid}: more does not fit the one-byte header extension (RFC 8285 §4.2). */
  private static final int MAX_RID_LENGTH = 16;

  private static final String SEND = "send";
  private static final String RESTRICTED_FORMATS = "pt=";

  /**
   * One encoding.
   *
   * @param rid its restriction identifier
   * @param paused whether its sender does not send it at first; answering so keeps it that way,
   *     because browsers take the answer's word for it
   * @param restrictions to repeat in the answer (RFC 8851 §6.3), without payload types
   */
  record Layer(String rid, boolean paused, String restrictions) {}

  OfferedSimulcast {
    layers = List.copyOf(layers);
  }

  static OfferedSimulcast read(MediaDescription media) {
    Map<String, String> announced = announced(media);
    Set<String> taken = new HashSet<>();
    List<Layer> layers = new ArrayList<>();
    for (String stream : sent(media)) {
      if (layers.size() == MAX_ENCODINGS) {
        break;
      }
      for (String alternative : stream.split(",", -1)) { // RFC 8853 §5.1: preferred ones first
        boolean paused = alternative.startsWith("~");
        String rid = paused ? alternative.substring(1) : alternative;
        String restrictions = announced.get(rid);
        if (restrictions != null && taken.add(rid)) {
          layers.add(new Layer(rid, paused, restrictions));
          break;
        }
      }
    }
    return new OfferedSimulcast(layers);
  }

  /** Restrictions by rid of what the offerer sends. */
  private static Map<String, String> announced(MediaDescription media) {
    Map<String, String> announced = new HashMap<>();
    for (String value : media.values("rid")) { // RFC 8851 §10: rid-id SP dir [SP restrictions]
      String[] words = value.split(" +", 3);
      if (words.length >= 2 && words[1].equals(SEND) && isProper(words[0])) {
        announced.putIfAbsent(words[0], words.length == 3 ? withoutFormats(words[2]) : "");
      }
    }
    return announced;
  }

  /** The answer's own formats hold for all encodings: those of the offer may not all be agreed. */
  private static String withoutFormats(String restrictions) {
    List<String> kept = new ArrayList<>();
    for (String restriction : restrictions.split(";", -1)) {
      if (!restriction.isBlank() && !restriction.strip().startsWith(RESTRICTED_FORMATS)) {
        kept.add(restriction.strip());
      }
    }
    return String.join(";", kept);
  }

  /** The streams that the offerer sends, each with its alternatives. */
  private static List<String> sent(MediaDescription media) {
    String[] words = media.attribute("simulcast").orElse("").strip().split(" +", -1);
    for (int i = 0; i + 1 < words.length; i += 2) { // RFC 8853 §5.1: at most one list per direction
      if (words[i].equals(SEND)) {
        return List.of(words[i + 1].split(";", -1));
      }
    }
    return List.of();
  }

  /** RFC 8852 §3.1 wants letters and digits; hyphens and underscores are seen (RFC 8851 §10). */
  private static boolean isProper(String rid) {
    boolean proper = !rid.isEmpty() && rid.length() <= MAX_RID_LENGTH;
    for (int i = 0; proper && i < rid.length(); i++) {
      char c = rid.charAt(i);
      proper =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_';
    }
    return proper;
  }

  boolean isEmpty() {
    return layers.isEmpty();
  }

  /** For the media plane, which learns each one's SSRCs from the header extensions. */
  List<EncodingParameters> encodings() {
    return layers.stream()
        .map(layer ->
            new EncodingParameters(
                layer.rid(), EncodingParameters.UNKNOWN_SSRC, EncodingParameters.UNKNOWN_SSRC))
        .toList();
  }

  /** The lines that accept it (RFC 8853 §5.3.2). */
  List<Attribute> accepted() {
    List<Attribute> lines = new ArrayList<>();
    List<String> rids = new ArrayList<>();
    for (Layer layer : layers) {
      String restrictions = layer.restrictions().isEmpty() ? "" : " " + layer.restrictions();
      lines.add(new Attribute("rid", layer.rid() + " recv" + restrictions));
      rids.add((layer.paused() ? "~" : "") + layer.rid());
    }
    if (!rids.isEmpty()) {
      lines.add(new Attribute("simulcast", "recv " + String.join(";", rids)));
    }
    return lines;
  }
}
